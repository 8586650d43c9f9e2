using KioskSuite.Issuance.Tlv;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>What a payment application keeps without power: counters, PIN, log, and what the last time left.</summary>
internal sealed class PaymentMemory(OfflinePin pin, TransactionLog? log, bool counterStuck = false)
{
    private readonly Dictionary<uint, byte> _limits = [];

    public OfflinePin Pin { get; } = pin;

    public TransactionLog? Log { get; } = log;

    /// <summary>Transactions so far; at its end the card is at its end too.</summary>
    public ushort Counter { get; private set; }

    /// <summary>Counter of the last transaction in which the issuer proved itself.</summary>
    public ushort LastOnline { get; set; }

    /// <summary>Dynamic signatures so far: no number is given out twice.</summary>
    public uint Signatures { get; set; }

    /// <summary>By the issuer's script: the application declines everything.</summary>
    public bool Blocked { get; set; }

    /// <summary>The last transaction asked to go online and did not come back.</summary>
    public bool Unfinished { get; set; }

    /// <summary>The last answer of the issuer was wrong.</summary>
    public bool AuthenticationFailed { get; set; }

    /// <summary>Script commands executed since the last good answer of the issuer.</summary>
    public byte Scripts { get; set; }

    public bool ScriptFailed { get; set; }

    public byte[] CounterBytes => [(byte)(Counter >> 8), (byte)Counter];

    /// <summary>False at the end of the card's life.</summary>
    public bool Count()
    {
        if (Counter == ushort.MaxValue)
        {
            return false;
        }

        Counter += (ushort)(counterStuck ? 0 : 1);
        return true;
    }

    /// <summary>GET DATA.</summary>
    public CardAnswer Read(uint tag) => tag switch
    {
        EmvTag.Atc => Answer(tag, CounterBytes),
        CardTag.LastOnlineAtc => Answer(tag, [(byte)(LastOnline >> 8), (byte)LastOnline]),
        CardTag.PinTryCounter => Answer(tag, [Pin.Left]),
        EmvObject.LogFormat when Log is not null => Answer(tag, EmvObject.LogLine),
        _ when _limits.TryGetValue(tag, out var limit) => Answer(tag, [limit]),
        _ => Sw.ReferencedDataNotFound,
    };

    /// <summary>PUT DATA: the offline limits, one byte each.</summary>
    public ushort Write(uint tag, ReadOnlySpan<byte> value)
    {
        if (tag is not (EmvObject.LowerLimit or EmvObject.UpperLimit or EmvObject.LowerLimitCumulative
            or EmvObject.UpperLimitCumulative))
        {
            return Sw.ReferencedDataNotFound;
        }

        if (value.Length != 1)
        {
            return Sw.WrongData;
        }

        _limits[tag] = value[0];
        return Sw.Success;
    }

    private static CardAnswer Answer(uint tag, byte[] value) => CardAnswer.With(BerTlv.Build(tag, value));
}
