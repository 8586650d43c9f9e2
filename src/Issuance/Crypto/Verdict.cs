using KioskSuite.Devices;

namespace KioskSuite.Issuance.Crypto;

/// <summary>A value, or the one reason out of a closed list why there is none.</summary>
public readonly struct Verdict<T, TReason> : IFailable
    where TReason : struct, Enum
{
    private readonly T? _value;
    private readonly TReason? _reason;
    private readonly bool _ok;

    private Verdict(T? value, TReason? reason) => (_value, _reason, _ok) = (value, reason, reason is null);

    public bool Ok => _ok;

    public bool Failed => !_ok;

    /// <summary>The value; asking a failed verdict for it is a bug.</summary>
    public T Value => _ok ? _value! : throw new InvariantException($"no value: {_reason}");

    /// <summary>Why there is no value; asking a good verdict for it is a bug.</summary>
    public TReason Reason => _reason ?? throw new InvariantException("no reason");

    public static implicit operator Verdict<T, TReason>(T value) => new(value, null);

    public static implicit operator Verdict<T, TReason>(TReason reason) => new(default, reason);

    /// <summary>The same for those who only ask whether; the reason's name becomes the words.</summary>
    public Outcome<T> ToOutcome(DeviceFault fault) => _ok ? _value! : new Failure(fault, $"{_reason}");

    public override string ToString() => _ok ? "ok" : $"{_reason}";
}
