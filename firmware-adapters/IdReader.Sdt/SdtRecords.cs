using System.Text;
using KioskSuite.Devices;

namespace KioskSuite.IdReader.Sdt;

/// <summary>
/// The 256-byte text record (UTF-16LE, fields padded with spaces) of the resident card family: GA/T 490 for the
/// resident card, and the layouts of the three permits. The type stands at offset 248 of all.
/// </summary>
/// <param name="CardVersion">Two digits, 2017 layout only; the contract has no place for it.</param>
internal sealed record SdtTextRecord(
    DocumentKind Kind,
    string Name,
    string LatinName,
    string Sex,
    string Ethnicity,
    string Nationality,
    string Birth,
    string Address,
    string Number,
    string Authority,
    string ValidFrom,
    string ValidTo,
    string FormerNumber,
    string IssueCount,
    string CardVersion)
{
    /// <summary>Fills the layout; a field longer than its place is a programmer's error.</summary>
    internal byte[] Build()
    {
        var text = new StringBuilder().Append(' ', SdtReadAnswer.TextLength / 2);
        foreach (var group in SdtLayouts.Of(Kind).GroupBy(s => s.Field))
        {
            var value = this[group.Key];
            foreach (var slot in group)
            {
                var part = value[..Math.Min(value.Length, slot.Characters)];
                text.Remove(slot.Offset / 2, part.Length).Insert(slot.Offset / 2, part);
                value = value[part.Length..];
            }

            InvariantException.Require(value.Length == 0, $"{group.Key} does not fit its place");
        }

        text[SdtLayouts.TypeOffset / 2] = SdtLayouts.TypeOf(Kind);
        return Encoding.Unicode.GetBytes(text.ToString());
    }

    /// <summary>
    /// <see cref="DeviceFault.DocumentOfOtherKind"/> for an unknown type; <see cref="DeviceFault.DocumentUnreadable"/>
    /// for unpaired surrogates, control characters, noncharacters, or a field that is missing or no date.
    /// </summary>
    internal static Outcome<SdtTextRecord> Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != SdtReadAnswer.TextLength)
        {
            return Unreadable("record length");
        }

        var type = (char)(bytes[SdtLayouts.TypeOffset] | (bytes[SdtLayouts.TypeOffset + 1] << 8));
        if (SdtLayouts.KindOf(type) is not { } kind)
        {
            return char.IsControl(type) ? Unreadable("type") : DeviceFault.DocumentOfOtherKind;
        }

        var values = new Dictionary<SdtField, string>();
        foreach (var slot in SdtLayouts.Of(kind))
        {
            // A Latin name runs on from one place to another, so it is trimmed after it was put together.
            var part = Encoding.Unicode.GetString(bytes.Slice(slot.Offset, slot.Characters * 2));
            values[slot.Field] = values.GetValueOrDefault(slot.Field, string.Empty) + part;
            if (!SdtText.IsClean(bytes.Slice(slot.Offset, slot.Characters * 2)))
            {
                return Unreadable(slot.Field.ToString());
            }
        }

        var record = Create(kind, field => values.GetValueOrDefault(field, string.Empty).Trim(' '));
        return record.FirstOddField() is { } odd ? Unreadable(odd.ToString()) : record;
    }

    /// <summary>As the contract has it; the Latin name stands for the name where there is no Chinese one.</summary>
    internal IdDocument ToDocument(Outcome<Portrait> portrait) => new(
        Kind, Number, Name.Length > 0 ? Name : LatinName, LatinName, Sex, Ethnicity, Nationality, Birth, Address,
        Authority, ValidFrom, ValidTo, FormerNumber, IssueCount, portrait);

    public override string ToString() => $"{Kind} text record";

    private string this[SdtField field] => field switch
    {
        SdtField.Name => Name,
        SdtField.LatinName => LatinName,
        SdtField.Sex => Sex,
        SdtField.Ethnicity => Ethnicity,
        SdtField.Nationality => Nationality,
        SdtField.Birth => Birth,
        SdtField.Address => Address,
        SdtField.Number => Number,
        SdtField.Authority => Authority,
        SdtField.ValidFrom => ValidFrom,
        SdtField.ValidTo => ValidTo,
        SdtField.FormerNumber => FormerNumber,
        SdtField.IssueCount => IssueCount,
        SdtField.CardVersion => CardVersion,
        _ => throw new InvariantException("a field without a value"),
    };

    private static SdtTextRecord Create(DocumentKind kind, Func<SdtField, string> of) => new(
        kind, of(SdtField.Name), of(SdtField.LatinName), of(SdtField.Sex), of(SdtField.Ethnicity),
        of(SdtField.Nationality), of(SdtField.Birth), of(SdtField.Address), of(SdtField.Number),
        of(SdtField.Authority), of(SdtField.ValidFrom), of(SdtField.ValidTo), of(SdtField.FormerNumber),
        of(SdtField.IssueCount), of(SdtField.CardVersion));

    // Whether number and check digit are right is for Identity to say; here only what no card can hold is refused.
    private SdtField? FirstOddField() => this switch
    {
        { Number.Length: 0 } => SdtField.Number,
        { Name.Length: 0, LatinName.Length: 0 } => SdtField.Name,
        { Sex: not ("0" or "1" or "2" or "9") } => SdtField.Sex,
        _ when !SdtText.IsDate(Birth) => SdtField.Birth,
        _ when !SdtText.IsDate(ValidFrom) => SdtField.ValidFrom,
        _ when !SdtText.IsDate(ValidTo) && ValidTo != SdtText.LongTerm => SdtField.ValidTo,
        _ => null,
    };

    private static Failure Unreadable(string what) => new(DeviceFault.DocumentUnreadable, $"text record: {what}");
}
