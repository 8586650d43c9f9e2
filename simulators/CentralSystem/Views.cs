using System.Globalization;
using Google.Protobuf;
using KioskSuite.Issuance.Crypto.OfflineData;
using KioskSuite.Issuance.Terminal;
using KioskSuite.Messages.Central;

namespace KioskSuite.CentralSystem;

/// <summary>What a terminal must find and know, as it travels to the kiosk.</summary>
internal static class Views
{
    public static ExpectedView Of(ExpectedApplication expected, string sequence)
    {
        var view = new ExpectedView
        {
            Aid = ByteString.CopyFrom(expected.Aid),
            Aip = ByteString.CopyFrom(expected.Aip),
            Afl = ByteString.CopyFrom(expected.Afl),
            Sequence = sequence,
            Contactless = expected.Contactless is { } i ? Of(i) : null,
        };
        view.Records.Add(expected.Records.Select(Of));
        return view;
    }

    public static SchemeKey Of(CaPublicKey key) => new()
    {
        Rid = ByteString.CopyFrom(Convert.FromHexString(key.Rid)),
        Index = key.Index,
        Modulus = ByteString.CopyFrom(key.Key.Modulus),
        Exponent = ByteString.CopyFrom(key.Key.Exponent),
        End = key.EndDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    };

    private static Messages.Central.ExpectedInterface Of(Issuance.Terminal.ExpectedInterface expected)
    {
        var view = new Messages.Central.ExpectedInterface
        {
            Aip = ByteString.CopyFrom(expected.Aip),
            Afl = ByteString.CopyFrom(expected.Afl),
        };
        view.Records.Add(expected.Records.Select(Of));
        return view;
    }

    private static Messages.Central.RecordDigest Of(Issuance.Terminal.RecordDigest record) => new()
    {
        FileAndRecord = (uint)record.FileAndRecord,
        Sha256 = ByteString.CopyFrom(record.Sha256),
    };
}
