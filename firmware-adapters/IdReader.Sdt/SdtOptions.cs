namespace KioskSuite.IdReader.Sdt;

/// <summary>Times of the module; what the bytes themselves take on the line is added by its speed.</summary>
public sealed record SdtOptions
{
    /// <summary>Bits per second of the line, 9600 to 115200; over TCP the speed behind the serial server.</summary>
    public int BaudRate { get; init; } = 115200;

    /// <summary>Pause between two searches for a document.</summary>
    public TimeSpan PollEvery { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>How long the module may think about everything but reading.</summary>
    public TimeSpan ShortAnswer { get; init; } = TimeSpan.FromMilliseconds(600);

    /// <summary>How long it may read a document, which takes about 0.8 to 1.5 s.</summary>
    public TimeSpan ReadAnswer { get; init; } = TimeSpan.FromMilliseconds(2500);

    /// <summary>Pause after a lost answer, in which late bytes are dropped.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How often an exchange, and a whole reading, is tried before it fails.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>Bytes without an answer in them after which the line counts as garbage; above 2321.</summary>
    public int NoiseLimit { get; init; } = 4096;

    internal TimeSpan Deadline(SdtCommand command)
    {
        // Ten bits a byte, and half as long again for gaps between the bytes of slow adapters.
        var line = TimeSpan.FromSeconds(SdtEnvelope.LongestAnswer(command) * 10 * 1.5 / BaudRate);
        return line + (command is SdtCommand.ReadTextAndPhoto or SdtCommand.ReadWithFingerprints
            ? ReadAnswer
            : ShortAnswer);
    }
}
