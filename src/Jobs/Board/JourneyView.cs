using KioskSuite.Devices;

namespace KioskSuite.Jobs.Board;

/// <summary>What a customer's screen shows. Closed; the words stand in the screen's resources.</summary>
public enum Scene
{
    /// <summary>Not ready for anybody yet: devices open, and what a restart left is settled.</summary>
    Starting,
    Welcome,
    Document,

    /// <summary>The person looks into the camera and does what is asked.</summary>
    Face,
    Waiting,
    Question,
    Working,
    TakeCard,
    End,
}

/// <summary>What a screen may show of the journey under way. Immutable; holds masked forms only.</summary>
public sealed record JourneyView
{
    /// <summary>Rises with every change.</summary>
    public long Version { get; init; }

    public ulong Case { get; init; }

    public Scene Scene { get; init; }

    /// <summary>What can be done here now; the welcome scene says so before anybody lays a document down.</summary>
    public Offer Offer { get; init; } = Offer.Issue;

    /// <summary>The card has lain at the exit for half its time: the screen calls louder.</summary>
    public bool Reminder { get; init; }

    /// <summary>Staff are being asked about this customer's card; the screen says so and who comes.</summary>
    public bool StaffAsked { get; init; }

    /// <summary>The face check under way, or null.</summary>
    public FaceView? Face { get; init; }

    public PendingQuestion? Question { get; init; }

    /// <summary>A question that a teller answers at the counter, or null.</summary>
    public PendingQuestion? TellerQuestion { get; init; }

    public IReadOnlyList<StepView> Steps { get; init; } = [];

    /// <summary>Unix milliseconds of central's time of effect of the stop, or 0 while it is not effective.</summary>
    public long StoppedAt { get; init; }

    /// <summary>The stop was asked for and central has not acknowledged it.</summary>
    public bool StopPending { get; init; }

    /// <summary>Masked number of the card reported lost, or empty.</summary>
    public string LostCard { get; init; } = "";

    /// <summary>Masked name from the document, or empty.</summary>
    public string Person { get; init; } = "";

    /// <summary>Wire word of the ending (<c>card-taken</c>, …), or empty while the journey runs.</summary>
    public string Outcome { get; init; } = "";

    /// <summary>The ending may still change: an intention waits for central.</summary>
    public bool Unsettled { get; init; }

    public UserAction Action { get; init; }

    /// <summary>The first view of another case: nothing of this one's customer stays.</summary>
    public JourneyView Of(ulong @case) => new() { Version = Version, Case = @case, Offer = Offer };
}

/// <summary>A question put to a person: id, kind, exact text shown with its SHA-256 (hex), and the options.</summary>
public sealed record PendingQuestion(
    string Id, string Kind, string Text, string TextSha256, IReadOnlyList<AnswerOption> Options);

public sealed record AnswerOption(string Id, string Label, string Detail = "");

/// <summary>One step as shown live: state is <c>running</c>, <c>done</c> or <c>failed</c>.</summary>
public sealed record StepView(string Name, string Device, string Link, double Ms, string State);
