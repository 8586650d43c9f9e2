namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>Card keys that a faulty personaliser exchanged, check values with them.</summary>
public enum KeySwap
{
    None,
    CryptogramAndMac,

    /// <summary>Seen by nobody until the issuer sends a script.</summary>
    MacAndEncryption,
}

/// <summary>What is wrong with a payment application after it was personalised.</summary>
public sealed record PaymentFlaws
{
    public static PaymentFlaws None { get; } = new();

    /// <summary>Every cryptogram in an answer is wrong.</summary>
    public bool WrongCryptogram { get; init; }

    /// <summary>Every dynamic signature is over other data.</summary>
    public bool WrongSignature { get; init; }

    /// <summary>Answers a request for CDA without a signature.</summary>
    public bool NoCombinedSignature { get; init; }

    /// <summary>The AIP in the answer to GET PROCESSING OPTIONS promises static data authentication in vain.</summary>
    public bool AipLies { get; init; }

    public KeySwap Swap { get; init; }

    /// <summary>The try counter of the offline PIN stands at zero.</summary>
    public bool PinBlocked { get; init; }

    /// <summary>The transaction counter does not rise.</summary>
    public bool CounterStuck { get; init; }

    /// <summary>The log, if there is one, has a line from before.</summary>
    public bool LogUsed { get; init; }
}
