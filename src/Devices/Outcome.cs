namespace KioskSuite.Devices;

/// <summary>An expected failure as a value: the closed fault, and the device's words for it (no payload).</summary>
public sealed record Failure(DeviceFault Fault, string Said = "")
{
    public static implicit operator Failure(DeviceFault fault) => new(fault);
}

/// <summary>Lets code that does not know the value's type see whether there is one.</summary>
public interface IFailable
{
    bool Failed { get; }
}

/// <summary>A value or a <see cref="Failure"/>. Drivers return it; they throw only for programmer errors.</summary>
public readonly struct Outcome<T> : IFailable
{
    private readonly T? _value;

    private Outcome(T? value, Failure? failure) => (_value, Failure) = (value, failure);

    public Failure? Failure { get; }

    public bool Ok => Failure is null;

    public bool Failed => Failure is not null;

    /// <summary>The value; asking a failed outcome for it is a bug.</summary>
    public T Value => Failure is null ? _value! : throw new InvariantException($"no value: {Failure.Fault}");

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Failure failure) => new(default, failure);

    public static implicit operator Outcome<T>(DeviceFault fault) => new(default, new Failure(fault));

    public override string ToString() => Failure?.ToString() ?? "ok";
}

/// <summary>The value of an outcome that has none.</summary>
public readonly record struct Done;

/// <summary>A bug, not a fault: stops the job, is never swallowed, and carries no payload.</summary>
public sealed class InvariantException(string message) : Exception(message)
{
    public static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvariantException(what);
        }
    }
}
