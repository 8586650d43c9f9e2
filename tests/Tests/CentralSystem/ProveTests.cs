using Google.Protobuf;
using KioskSuite.CentralSystem;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Messages.Central;

namespace KioskSuite.Tests.CentralSystem;

public sealed class ProveTests : IDisposable
{
    private readonly CentralBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task An_honest_card_is_proved_and_gets_its_ARPC()
    {
        var issue = await _bench.ReachAsync("bound");
        var proof = _bench.Proof(issue);
        var verdict = await _bench.Commands.Prove(proof, CentralBench.Call());
        (verdict.Proved, verdict.Reason).ShouldBe((true, ""));
        var udk = EmvKeys.OptionA(CentralBench.ImkAc(_bench.Seed), issue.Script!.Face.Pan, "01");
        verdict.Arpc.ToByteArray()
            .ShouldBe([.. ApplicationCryptogram.Arpc(udk, 1, proof.Arqc.Span, "00"u8), .. "00"u8]);
    }

    [Theory]
    [InlineData("record 0", "records")]
    [InlineData("record 3", "records")]
    [InlineData("record missing", "records")]
    [InlineData("record twice", "records")]
    [InlineData("aid", "application")]
    [InlineData("aip", "profile")]
    [InlineData("afl", "profile")]
    [InlineData("cid", "answer")]
    [InlineData("arqc", "cryptogram")]
    [InlineData("arqc short", "cryptogram")]
    [InlineData("atc", "cryptogram")]
    [InlineData("atc zero", "cryptogram")]
    [InlineData("cdol1", "cryptogram")]
    [InlineData("cdol1 short", "cryptogram")]
    [InlineData("iad", "cryptogram")]
    [InlineData("iad short", "cryptogram")]
    [InlineData("iad index", "key version")]
    [InlineData("authentication", "authentication")]
    [InlineData("failed", "failed")]
    public async Task One_difference_is_not_proved_and_final(string what, string reason)
    {
        var issue = await _bench.ReachAsync("bound");
        var proof = _bench.Proof(issue);
        Spoil(proof, what);
        var verdict = await _bench.Commands.Prove(proof, CentralBench.Call());
        (verdict.Proved, verdict.Reason, verdict.Arpc.IsEmpty).ShouldBe((false, reason, true));
        _bench.Card(issue.Ticket.Card).State.ShouldBe(CardState.Bound);
        await CentralBench.CodeOf(() => _bench.Commands.Prove(_bench.Proof(issue), CentralBench.Call()));
        _bench.Card(issue.Ticket.Card).State.ShouldBe(CardState.Bound);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(127)]
    public async Task A_card_key_with_one_changed_bit_is_not_proved(int bit)
    {
        var issue = await _bench.ReachAsync("bound");
        var proof = _bench.Proof(issue);
        var udk = EmvKeys.OptionA(CentralBench.ImkAc(_bench.Seed), issue.Script!.Face.Pan, "01");
        udk[bit / 8] ^= (byte)(1 << (bit % 8));
        var view = proof.Terminal;
        proof.Arqc = ByteString.CopyFrom(ApplicationCryptogram.Compute(
            udk, view.Cdol1Data.Span, view.Aip.Span, 1, view.Iad.Span.Slice(3, 4)));
        (await _bench.Commands.Prove(proof, CentralBench.Call())).Reason.ShouldBe("cryptogram");
    }

    private static void Spoil(Proof proof, string what)
    {
        var view = proof.Terminal;
        Action spoil = what switch
        {
            "record 0" => () => view.Records[0].Sha256 = Flip(view.Records[0].Sha256),
            "record 3" => () => view.Records[3].Sha256 = Flip(view.Records[3].Sha256),
            "authentication" => () => view.Authentication = "Certified",
            "record missing" => () => view.Records.RemoveAt(3),
            "record twice" => () => view.Records.Add(view.Records[0]),
            "aid" => () => view.Aid = Flip(view.Aid),
            "aip" => () => view.Aip = Flip(view.Aip),
            "afl" => () => view.Afl = Flip(view.Afl),
            "cid" => () => view.Cid = 0x40,
            "arqc" => () => proof.Arqc = Flip(proof.Arqc),
            "arqc short" => () => proof.Arqc = ByteString.CopyFrom(proof.Arqc.Span[1..]),
            "atc" => () => view.Atc++,
            "atc zero" => () => view.Atc = 0,
            "cdol1" => () => view.Cdol1Data = Flip(view.Cdol1Data),
            "cdol1 short" => () => view.Cdol1Data = ByteString.CopyFrom(view.Cdol1Data.Span[..28]),
            "iad" => () => view.Iad = ByteString.CopyFrom([7, 1, 1, 3, 0xA0, 0, 1, 1]),
            "iad index" => () => view.Iad = ByteString.CopyFrom([7, 2, 1, 3, 0xA0, 0, 0, 1]),
            "iad short" => () => view.Iad = ByteString.CopyFrom(view.Iad.Span[..6]),
            _ => () => proof.FailedAt = "command 7",
        };
        spoil();
    }

    private static ByteString Flip(ByteString bytes)
    {
        var copy = bytes.ToByteArray();
        copy[^1] ^= 1;
        if (copy.Length == 52)
            copy[0] ^= 1;
        return ByteString.CopyFrom(copy);
    }
}
