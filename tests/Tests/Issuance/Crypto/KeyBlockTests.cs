using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using KioskSuite.Issuance.Crypto.KeyBlocks;

namespace KioskSuite.Tests.Issuance.Crypto;

public sealed class KeyBlockTests : IVectorTests
{
    private static readonly byte[] _kbpk = Convert.FromHexString("DD7515F2BFC17F85CE48F3CA25CB21F6");

    private static readonly string[] _ids =
    [
        "tr31-01-A0088M3TC00E0000",
        "tr31-02-B0096M3TC00E0000",
        "tr31-03-C0088M3TC00E0000",
        "tr31-04-A0088M3TC00E0000",
        "tr31-05-B0096M3TC00E0000",
        "tr31-06-C0088M3TC00E0000",
        "tr31-07-A0088M3TC00E0000",
        "tr31-08-B0096M3TC00E0000",
        "tr31-10-A0072P0TE00E0000",
        "tr31-11-B0080P0TE00E0000",
        "tr31-13-B0104B0TX12S0100",
        "tr31-14-A0088P0TE00E0000",
        "tr31-17-A0088P0TE00E0000",
        "tr31-18-D0112P0AE00E0000",
    ];

    public static TheoryData<string> Ids => [.. _ids];

    public static IEnumerable<string> Declared => _ids;

    public static TheoryData<char, int> Versions => new()
    {
        { 'A', 16 }, { 'A', 24 }, { 'B', 16 }, { 'B', 24 }, { 'C', 16 }, { 'D', 16 }, { 'D', 24 }, { 'D', 32 },
    };

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_published_key_block_opens_and_is_built_the_same(string id)
    {
        var vector = Vectors.All[id];
        using var opened = KeyBlock.Unwrap(vector.Hex("kbpk"), vector.Text("key_block")).Value;
        opened.Key.Bytes.ToArray().ShouldBeHex(vector.Text("key"));
        KeyBlock.WrapField(vector.Hex("kbpk"), opened.Header, vector.Hex("plain_key_field"))
            .ShouldBe(vector.Text("key_block"));
        ShouldSplit(vector);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void What_was_wrapped_opens_with_its_optional_blocks_in_each_version(char version, int length)
    {
        var (kbpk, key) = (Random(length, 1), Random(16, 2));
        OptionalBlock[] blocks = [new("KS", "00604B120F9292800000"), new("LB", new string('x', 300))];
        var header = Header(version) with { Blocks = blocks.AsReadOnly() };
        var text = KeyBlock.Wrap(kbpk, header, key, 32);
        using var opened = KeyBlock.Unwrap(kbpk, text).Value;
        opened.Key.Bytes.ToArray().ShouldBe(key);
        opened.Header.Blocks.Take(2).ShouldBe(blocks);
        opened.ToString().ShouldNotContain(Convert.ToHexString(key)[..8]);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void One_altered_character_anywhere_never_yields_a_key(char version, int length)
    {
        var kbpk = Random(length, 3);
        var text = KeyBlock.Wrap(kbpk, Header(version), Random(16, 4));
        for (var i = 0; i < text.Length; i++)
        {
            var altered = text.ToCharArray();
            altered[i] = altered[i] == '1' ? '2' : '1';
            KeyBlock.Unwrap(kbpk, new string(altered)).Failed.ShouldBeTrue($"position {i}");
        }
    }

    [Fact]
    public void Each_way_to_be_wrong_has_its_own_reason()
    {
        var text = KeyBlock.Wrap(_kbpk, Header('B'), Random(16, 5));
        Reason(text[..10]).ShouldBe(KeyBlockFault.WrongHeader);
        Reason("Z" + text[1..]).ShouldBe(KeyBlockFault.UnknownVersion);
        Reason(text + "00").ShouldBe(KeyBlockFault.WrongLength);
        Reason(text[..12] + "01" + text[14..]).ShouldBe(KeyBlockFault.WrongOptionalBlock);
        Reason(text[..^1] + "x").ShouldBe(KeyBlockFault.NotHex);
        Reason(text[..^1] + (text[^1] == '0' ? '1' : '0')).ShouldBe(KeyBlockFault.WrongMac);
        var lying = KeyBlock.WrapField(_kbpk, Header('B'), [0x10, .. new byte[23]]);
        Reason(lying).ShouldBe(KeyBlockFault.WrongKeyLength);
        KeyBlock.Unwrap(Random(32, 6), text).Reason.ShouldBe(KeyBlockFault.WrongProtectionKey);
    }

    [Fact]
    public void A_short_key_hides_behind_a_longer_one() => KeyBlock.Wrap(_kbpk, Header('B'), Random(8, 7), 24).Length
        .ShouldBe(KeyBlock.Wrap(_kbpk, Header('B'), Random(24, 8)).Length);

    [Fact]
    public void Any_text_is_answered() => Prop.ForAll<string>(text =>
    {
        Try(text);
        Try(string.Concat("B", $"{Math.Min(text.Length + 16, 9999):D4}", "P0TE00E0000", text));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_mutation_of_a_good_block_is_answered()
    {
        OptionalBlock[] blocks = [new("KS", "00")];
        var good = KeyBlock.Wrap(_kbpk, Header('B') with { Blocks = blocks.AsReadOnly() }, Random(16, 9));
        Prop.ForAll<int, char, int>((at, letter, cut) =>
        {
            var altered = good.ToCharArray();
            altered[(at & int.MaxValue) % altered.Length] = letter;
            Try(new string(altered)[..((cut & int.MaxValue) % (altered.Length + 1))]);
            Try(new string(altered));
        }).QuickCheckThrowOnFailure();
    }

    private static void ShouldSplit(JsonElement vector)
    {
        var layout = KeyBlockLayout.Of(vector.Text("key_block")[0])!;
        using var encryption = KeyBlockFrames.EncryptionKey(layout, vector.Hex("kbpk"));
        encryption.Bytes.ToArray().ShouldBeHex(vector.Text("kbek"));
        using var mac = KeyBlockFrames.MacKey(layout, vector.Hex("kbpk"));
        mac.Bytes.ToArray().ShouldBeHex(vector.Text("kbmk"));
    }

    private static KeyBlockFault Reason(string text) => KeyBlock.Unwrap(_kbpk, text).Reason;

    private static void Try(string text)
    {
        var verdict = KeyBlock.Unwrap(_kbpk, text);
        if (verdict.Ok)
        {
            verdict.Value.Dispose();
        }
    }

    private static KeyBlockHeader Header(char version) =>
        new(version, "P0", version == 'D' ? 'A' : 'T', 'E', "00", 'E', new List<OptionalBlock>().AsReadOnly());

    private static byte[] Random(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
