using KioskSuite.Issuance.Tlv;

namespace KioskSuite.Issuance.Blanks;

/// <summary>Card recognition data (GlobalPlatform 2.3.1 annex H.2): what a chip says of its secure channels.</summary>
public static class CardRecognition
{
    /// <summary>1.2.840.114283.4, then protocol and "i".</summary>
    private static readonly byte[] s_channel = Convert.FromHexString("2A864886FC6B04");

    private const byte Scp02 = 2;

    /// <summary>
    /// Parameter "i" of SCP02, which no other answer of the chip holds; null when the data do not say it or are none.
    /// </summary>
    /// <param name="data">Tag 66 with its value, as sent.</param>
    public static byte? Scp02I(ReadOnlyMemory<byte> data)
    {
        var parsed = BerTlv.Parse(data);
        var inner = parsed.Ok ? parsed.Value.FindPath(EmvTag.CardData, EmvTag.RecognitionData) : null;
        foreach (var channel in inner?.Children.Where(c => c.Tag == EmvTag.ChannelScheme) ?? [])
        {
            var oid = channel.Find(EmvTag.Oid)?.Value.ToArray() ?? [];
            if (oid.Length == s_channel.Length + 2 && oid.AsSpan().StartsWith(s_channel) && oid[^2] == Scp02)
            {
                return oid[^1];
            }
        }

        return null;
    }
}
