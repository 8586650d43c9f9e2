using System.Collections.ObjectModel;
using KioskSuite.Devices;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.Issuance.Channel;

/// <summary>Life cycle of the card, which is its issuer security domain's (GlobalPlatform 2.3.1 §11.1.1).</summary>
public enum CardLifeCycle : byte
{
    OpReady = 1,
    Initialized = 7,
    Secured = 15,
    Locked = 127,
    Terminated = 255,
}

/// <summary>One entry of a GET STATUS answer.</summary>
/// <param name="Aid">5 to 16 bytes.</param>
/// <param name="LifeCycle">First byte of the entry's life cycle.</param>
public sealed record RegistryEntry(ReadOnlyMemory<byte> Aid, byte LifeCycle)
{
    /// <summary>Applications: selectable, and personalised, which is an application's own next state.</summary>
    public const byte Selectable = 7;

    public const byte Personalised = 15;

    public override string ToString() => $"{Convert.ToHexString(Aid.Span)} {LifeCycle:X2}";
}

/// <summary>Parses GET STATUS answers in TLV format: E3 { 4F, 9F70, … } one after another.</summary>
public static class CardRegistry
{
    /// <summary>Most entries that are taken of one answer.</summary>
    public const int MostEntries = 64;

    /// <param name="data">Data of one answer, without status word; may be empty.</param>
    public static Outcome<ReadOnlyCollection<RegistryEntry>> Parse(ReadOnlyMemory<byte> data)
    {
        var parsed = BerTlv.Parse(data);
        if (parsed.Failure is { } garbage)
        {
            return garbage;
        }

        var entries = new List<RegistryEntry>();
        foreach (var one in parsed.Value)
        {
            var aid = one.Children.FirstOrDefault(c => c.Tag == EmvTag.Aid)?.Value;
            var state = one.Children.FirstOrDefault(c => c.Tag == EmvTag.LifeCycle)?.Value;
            if (one.Tag != EmvTag.RegistryEntry || aid is not { Length: >= 5 and <= 16 } name
                || state is not { Length: 1 or 2 } cycle || entries.Count == MostEntries)
            {
                return new Failure(DeviceFault.Garbage, "GET STATUS");
            }

            entries.Add(new RegistryEntry(name, cycle.Span[0]));
        }

        return entries.AsReadOnly();
    }
}
