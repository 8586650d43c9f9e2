using KioskSuite.Issuance.Tlv;

namespace KioskSuite.Issuance.Crypto.OfflineData;

/// <summary>A record as read, template 70 included, and the short file identifier it came from.</summary>
public sealed record SignedRecord(int Sfi, ReadOnlyMemory<byte> Bytes)
{
    public override string ToString() => $"record of SFI {Sfi}";
}

/// <summary>Static data to be authenticated (EMV Book 3 §10.3). The same bytes for issuer and terminal.</summary>
public static class StaticData
{
    private const int LastOpenSfi = 10;
    private const int Longest = 16 * 1024;

    /// <summary>
    /// The records that the AFL marks, in its order: of SFI 1 to 10 the value of template 70, of others the whole
    /// record; then the AIP, when the tag list (9F4A) names it. Any other tag in the list is a fault.
    /// </summary>
    /// <param name="records">Marked records in AFL order.</param>
    /// <param name="tagList">Value of 9F4A; empty when the card has none.</param>
    /// <param name="aip">2 bytes.</param>
    public static Verdict<byte[], CertificateFault> Build(
        IEnumerable<SignedRecord> records, ReadOnlySpan<byte> tagList, ReadOnlySpan<byte> aip)
    {
        var data = new List<byte>();
        foreach (var record in records)
        {
            var template = BerTlv.Parse(record.Bytes);
            if (!template.Ok || template.Value.Count != 1 || template.Value[0].Tag != EmvTag.Record
                || data.Count + record.Bytes.Length > Longest)
            {
                return CertificateFault.WrongStaticData;
            }

            data.AddRange((record.Sfi <= LastOpenSfi ? template.Value[0].Value : record.Bytes).Span);
        }

        if (tagList.IsEmpty)
        {
            return data.ToArray();
        }

        if (tagList.Length != 1 || tagList[0] != EmvTag.Aip || aip.Length != 2)
        {
            return CertificateFault.WrongStaticData;
        }

        data.AddRange(aip);
        return data.ToArray();
    }
}
