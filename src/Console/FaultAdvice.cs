namespace KioskSuite.ConsoleTool;

/// <summary>What an engineer needs to know of a fault.</summary>
/// <param name="Means">What is wrong, in a few words.</param>
/// <param name="Who">Who can mend it: <c>customer</c>, <c>teller</c> or <c>engineer</c>.</param>
/// <param name="Clears">True when the kiosk notices by itself that it is mended, or that it went away.</param>
/// <param name="Do">The first thing to try.</param>
internal sealed record FaultAdvice(string Means, string Who, bool Clears, string Do)
{
    private const string Customer = "customer";
    private const string Teller = "teller";
    private const string Engineer = "engineer";

    private static readonly FaultAdvice s_unknown = new(
        "a fault that this program does not know", Engineer, false, "Use the kioskctl of the service's version.");

    /// <summary>By the word that the service uses.</summary>
    public static IReadOnlyDictionary<string, FaultAdvice> Table { get; } = new Dictionary<string, FaultAdvice>
    {
        ["timeout"] = new("does not answer", Engineer, true, "Check its power and cable; switch it off and on."),
        ["offline"] = new("is not there", Engineer, true, "Check its power, its cable, and its port in the file."),
        ["garbage"] = new("answers nonsense", Engineer, true, "Check cable and line rate; is it the right device?"),
        ["refused"] = new("refuses", Engineer, true, "Switch it off and on; then read its own display."),
        ["busy"] = new("another program holds it", Engineer, true, "End the other program."),
        ["contradiction"] = new("says what cannot be true", Engineer, true, "Look inside: cover, card path, boxes."),
        ["no-document"] = new("no document lay on it", Customer, true, "Nothing: ask the customer to try again."),
        ["document-unreadable"] = new("the document cannot be read", Customer, true, "Clean the glass; lay it flat."),
        ["document-not-genuine"] = new("the document is not genuine", Teller, true, "Look at the document yourself."),
        ["document-of-other-kind"] = new("another kind of document", Customer, true, "Show which documents it reads."),
        ["no-portrait"] = new("the portrait cannot be decoded", Engineer, false, "Is the portrait decoder installed?"),
        ["reader-not-authorised"] = new("its module is not authorised", Engineer, false, "Replace the module."),
        ["reader-self-test-failed"] = new("its self-test failed", Engineer, true, "Off and on; else replace it."),
        ["card-jam"] = new("a card is stuck", Teller, true, "Open the cover and take the card out; keep it."),
        ["cover-open"] = new("the cover stands open", Teller, true, "Close the cover until it clicks."),
        ["ribbon-ended"] = new("the ribbon is used up", Teller, true, "Put a new ribbon in."),
        ["feeder-empty"] = new("the feeder is empty", Teller, true, "Load blanks; two people count them."),
        ["feeder-low"] = new("few blanks are left", Teller, true, "Load blanks soon; two people count them."),
        ["reject-box-full"] = new("the reject box is full", Teller, true, "Two people empty the box and list it."),
        ["no-card"] = new("no card where one was expected", Engineer, true, "Look along the card path."),
        ["card-not-taken"] = new("a card was not taken", Customer, true, "Nothing: the card is pulled back."),
        ["stripe-write-failed"] = new("the stripe was not written", Engineer, true, "Clean the stripe head."),
        ["stripe-read-back-differs"] = new("the stripe reads back wrong", Engineer, true, "Clean the stripe head."),
        ["chip-mute"] = new("the chip does not answer", Engineer, true, "Clean the contacts; try another blank."),
        ["chip-refused"] = new("the chip refused", Engineer, true, "Try another blank, then another stock."),
        ["chip-removed"] = new("the chip lost contact", Engineer, true, "Look whether the station holds the card."),
        ["chip-not-genuine"] = new("the chip is not genuine", Teller, true, "Set the blank aside and report it."),
        ["wrong-blank"] = new("blanks of another stock", Teller, true, "Load the stock that the kiosk's file names."),
        ["check-failed"] = new("the finished chip failed its check", Engineer, true, "Try another blank."),
        ["glyph-missing"] = new("a name has a rare character", Engineer, false, "Install the font that has it."),
        ["name-too-long"] = new("a name is too long for the card", Teller, false, "Issue this card at the counter."),
        ["camera-frozen"] = new("sends one picture again and again", Engineer, true, "Unplug it and plug it in."),
        ["picture-unreadable"] = new("sends pictures that are none", Engineer, true, "Check its cable and its mode."),
        ["vision-failed"] = new("its pictures cannot be measured", Engineer, true, "Reinstall the service."),
        ["painter-failed"] = new("the card face was not drawn", Engineer, false, "Is the layout installed?"),
        ["ticket-expired"] = new("the order's time ran out", Customer, true, "Nothing: the customer starts again."),
    };

    public static FaultAdvice Of(string word) => Table.GetValueOrDefault(word, s_unknown);
}
