using System.Text;
using System.Text.Json.Nodes;
using KioskSuite.Devices;
using KioskSuite.Issuance.Apdus;
using KioskSuite.Issuance.Blanks;
using KioskSuite.Issuance.Crypto.KeyBlocks;
using KioskSuite.Issuance.Personalisation;
using KioskSuite.Issuance.Products;
using KioskSuite.Issuance.SecureChannel;
using KioskSuite.Issuance.Terminal;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.Fuzz;

/// <summary>Every parser of the chip's, the key's and the product's bytes.</summary>
internal static class Targets
{
    /// <summary>
    /// What a profile may say in place of any word: empty, short, long, another type, other rules' values.
    /// </summary>
    private static readonly byte[][] s_words =
    [
        .. new[]
        {
            "\"\"", "\"00\"", "\"82\"", "\"9F38\"", "\"FFFFFF\"", "\"0801010010010300\"", "\"7D00\"", "null", "0", "-1",
            "[]", "{}",
        }.Select(Encoding.ASCII.GetBytes),
    ];

    /// <summary>Of the published block below.</summary>
    private static readonly byte[] s_protectionKey = Convert.FromHexString("1D22BF32387C600AD97F9B97A51311AC");

    public static IReadOnlyList<Target> All(byte[] profile) =>
    [
        new("ber-tlv", Hex("6F1A840E315041592E5359532E4444463031A5088801015F2D027A68", "9F38099F66049F02065F2A02"),
            i => Accepts(BerTlv.Parse(i)), Share: 8),
        new("data-object-list", Hex("9F02069F03069F1A0295055F2A029A039C019F3704"),
            i => Accepts(DataObjectList.Parse(i))),
        new("file-locator", Hex("080101001001020118010100"), i => Accepts(FileLocator.Parse(i))),
        new("data-grouping", Hex("0101037001008000FF0102" + new string('0', 516)), i => Accepts(Dgi.Parse(i))),
        new("answer-to-reset", Hex("3B858131FE454B494F534BDB", "3B80800101", "3B600000"),
            i => Accepts(AnswerToReset.Parse(i))),
        new("response-apdu", Hex("9000", "6F009000"), i => Accepts(ResponseApdu.Parse(i))),
        new("command-apdu", Hex("00A4040008A00000033301010100"), i => Accepts(CommandApdu.Parse(i))),
        new("initialize-update",
            Hex(
                "00000000000000000000FF020000" + new string('0', 28),
                "00000000000000000000300310" + new string('0', 38)),
            i => Accepts(InitializeUpdateAnswer.Parse(i))),
        new("processing-options", Hex("770A82021C00940408010100", "80061C0008010100"),
            i => ProcessingOptions.Parse(i) is { Ok: true } options && Accepts(FileLocator.Parse(options.Value.Afl))),
        new("cryptogram-answer", Hex("80128000010102030405060708" + "07010103A0000001"),
            i => Accepts(CryptogramAnswer.Parse(i))),
        new("production-life-cycle", Hex("9F7F2A" + new string('0', 84)), i => BlankReader.ParseCplc(i) is not null),
        new("stripe-track", Hex("0F5B0841"), i => Accepts(TrackEncoding.Track2.Decode(Bits(i)))),
        new("key-block",
            [Encoding.ASCII.GetBytes("B0104B0TX12S0100KS1800604B120F9292800000BB68BE8680A400D9191AD4ECE45B6E6C"
                + "0D21C4738A52190E248719E24B433627")],
            i => KeyBlock.Unwrap(s_protectionKey, Encoding.Latin1.GetString(i)).Ok),
        .. Certificates.Targets,
        new("product-profile", [Compact(profile)], i => ProfileFile.Read(i).Profile is not null, Words: s_words),
    ];

    private static byte[] Compact(byte[] json) => Encoding.UTF8.GetBytes(JsonNode.Parse(json)!.ToJsonString());

    private static bool Accepts<T>(Outcome<T> outcome) => outcome.Ok;

    private static byte[][] Hex(params string[] seeds) => [.. seeds.Select(Convert.FromHexString)];

    private static bool[] Bits(byte[] bytes) =>
        [.. bytes.SelectMany(b => Enumerable.Range(0, 8).Select(i => ((b >> i) & 1) == 1))];
}
