using KioskSuite.Devices;

namespace KioskSuite.Issuance.Tlv;

/// <summary>A record that an application file locator names.</summary>
/// <param name="Sfi">1 to 30.</param>
/// <param name="Number">From 1.</param>
/// <param name="Signed">It enters offline data authentication.</param>
public readonly record struct LocatedRecord(int Sfi, int Number, bool Signed);

/// <summary>
/// The application file locator (tag 94, EMV Book 3 §10.2): which records there are, and which are signed.
/// </summary>
public static class FileLocator
{
    /// <summary>Most records that a locator may name.</summary>
    public const int MaxRecords = 64;

    private const int EntryLength = 4;
    private const int MaxLength = 252;
    private const int MaxSfi = 30;

    /// <summary>The records in reading order; wrong entries or over 64 records are garbage.</summary>
    public static Outcome<LocatedRecord[]> Parse(ReadOnlySpan<byte> afl)
    {
        if (afl.Length is 0 or > MaxLength || afl.Length % EntryLength != 0)
        {
            return new Failure(DeviceFault.Garbage, "AFL");
        }

        var records = new List<LocatedRecord>();
        for (; !afl.IsEmpty; afl = afl[EntryLength..])
        {
            int first = afl[1], last = afl[2], signed = afl[3], sfi = afl[0] >> 3;
            var valid = afl[0] % 8 == 0 && sfi is >= 1 and <= MaxSfi && first >= 1 && first <= last
                && signed <= last - first + 1;
            if (!valid || records.Count + last - first + 1 > MaxRecords)
            {
                return new Failure(DeviceFault.Garbage, "AFL");
            }

            records.AddRange(Enumerable.Range(0, last - first + 1)
                .Select(i => new LocatedRecord(sfi, first + i, i < signed)));
        }

        return records.ToArray();
    }
}
