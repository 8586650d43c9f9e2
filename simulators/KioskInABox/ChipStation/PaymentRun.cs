namespace KioskSuite.KioskInABox.ChipStation;

internal enum PaymentStage
{
    Selected,
    Initiated,

    /// <summary>Went online; the issuer's answer and the second cryptogram may come.</summary>
    Asked,
    Finished,
}

/// <summary>What one transaction needs to remember until the next selection.</summary>
internal sealed class PaymentRun(CardInterface over)
{
    public CardInterface Interface { get; } = over;

    public PaymentStage Stage { get; set; }

    public FilledList Options { get; set; } = FilledList.Empty;

    public FilledList FirstData { get; set; } = FilledList.Empty;

    /// <summary>Type of the first cryptogram.</summary>
    public byte First { get; set; }

    /// <summary>The first cryptogram, to which ARPC and scripts are bound; empty before.</summary>
    public byte[] Cryptogram { get; set; } = [];

    /// <summary>Null until the issuer answered.</summary>
    public bool? IssuerProved { get; set; }

    /// <summary>A script command was wrong: no other is taken.</summary>
    public bool ScriptFailed { get; set; }

    public bool Signed { get; set; }

    /// <summary>Null when no PIN was offered.</summary>
    public bool? PinRight { get; set; }

    /// <summary>Verification results of the answer to the first or (<paramref name="second"/>) second time.</summary>
    public byte[] Results(PaymentMemory memory, byte? second)
    {
        var now = (second ?? Cvr.SecondNotRequested) | (First >> 2);
        now |= IssuerProved == false ? Cvr.AuthenticationFailed : 0;
        now |= PinRight is null ? 0 : Cvr.PinVerified;
        now |= PinRight == false ? Cvr.PinWrong : 0;
        var before = memory.Unfinished && second is null ? Cvr.LastOnlineUnfinished : 0;
        before |= memory.Pin.Left == 0 ? Cvr.PinBlocked : 0;
        before |= memory.AuthenticationFailed && second is null ? Cvr.LastAuthenticationFailed : 0;
        var scripts = memory.Scripts << 4;
        scripts |= memory.ScriptFailed ? Cvr.ScriptFailed : 0;
        scripts |= Signed ? Cvr.DynamicAuthenticationDone : 0;
        return [Cvr.Length, (byte)now, (byte)before, (byte)scripts];
    }
}
