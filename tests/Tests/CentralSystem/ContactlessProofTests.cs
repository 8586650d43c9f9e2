using Google.Protobuf;
using KioskSuite.CentralSystem;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Messages.Central;

namespace KioskSuite.Tests.CentralSystem;

public sealed class ContactlessProofTests : IDisposable
{
    private readonly CentralBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("honest", "")]
    [InlineData("counter", "contactless counter")]
    [InlineData("arqc", "contactless cryptogram")]
    [InlineData("arqc short", "contactless cryptogram")]
    [InlineData("terminal data", "contactless cryptogram")]
    [InlineData("terminal data short", "contactless cryptogram")]
    [InlineData("aip", "contactless profile")]
    [InlineData("aip short", "contactless profile")]
    [InlineData("iad short", "contactless cryptogram")]
    [InlineData("iad index", "contactless key version")]
    [InlineData("profile", "contactless profile")]
    [InlineData("records", "contactless records")]
    [InlineData("authentication", "contactless authentication")]
    public async Task A_card_whose_antenna_answers_wrongly_is_not_proved(string what, string reason)
    {
        var issue = await _bench.ReachAsync("bound");
        var proof = _bench.Proof(issue);
        var udk = EmvKeys.OptionA(CentralBench.ImkAc(_bench.Seed), issue.Script!.Face.Pan, "01");
        proof.Terminal.Contactless = View(proof.Terminal, issue.Script.Expected.Contactless, udk);
        Spoil(proof.Terminal.Contactless, proof.Terminal, what);
        var verdict = await _bench.Commands.Prove(proof, CentralBench.Call());
        (verdict.Proved, verdict.Reason).ShouldBe((reason.Length == 0, reason));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 1, 0)]
    [InlineData(-1, 3, 2)]
    [InlineData(2, 4, 2)]
    [InlineData(-1, 0, null)]
    public void The_start_counter_is_the_one_before_whichever_interface_came_first(int contact, uint near, int? start)
    {
        var seen = new TerminalView { Contactless = near > 0 ? new ContactlessView { Atc = near } : null };
        if (contact >= 0)
        {
            seen.StartAtc = (uint)contact;
        }

        KioskSuite.CentralSystem.Evidence.StartOf(seen).ShouldBe(start);
    }

    private static ContactlessView View(TerminalView contact, ExpectedInterface expected, byte[] udk)
    {
        var view = new ContactlessView
        {
            Aip = expected.Aip,
            Afl = expected.Afl,
            Authentication = "Dynamic",
            Iad = contact.Iad,
            Atc = contact.Atc + 1,
            TerminalData = ByteString.CopyFrom(contact.Cdol1Data.Span[..29]),
        };
        view.Records.Add(expected.Records);
        view.Arqc = ByteString.CopyFrom(ApplicationCryptogram.Compute(
            udk, view.TerminalData.Span, view.Aip.Span, (ushort)view.Atc, view.Iad.Span[3..7]));
        return view;
    }

    private static void Spoil(ContactlessView view, TerminalView contact, string what)
    {
        switch (what)
        {
            case "counter":
                view.Atc = contact.Atc;
                break;
            case "arqc":
                view.Arqc = Changed(view.Arqc);
                break;
            case "arqc short":
                view.Arqc = ByteString.Empty;
                break;
            case "terminal data":
                view.TerminalData = Changed(view.TerminalData);
                break;
            case "terminal data short":
                view.TerminalData = ByteString.Empty;
                break;
            case "aip":
                view.Aip = Changed(view.Aip);
                break;
            case "aip short":
                view.Aip = ByteString.Empty;
                break;
            case "profile":
                view.Afl = contact.Afl;
                break;
            case "records":
                view.Records.RemoveAt(0);
                break;
            case "authentication":
                view.Authentication = "Failed";
                break;
            case "iad index":
                view.Iad = ByteString.CopyFrom([7, 2, .. view.Iad.Span[2..]]);
                break;
            case "iad short":
                view.Iad = ByteString.Empty;
                break;
        }
    }

    private static ByteString Changed(ByteString value)
    {
        var bytes = value.ToByteArray();
        bytes[^1] ^= 1;
        return ByteString.CopyFrom(bytes);
    }
}
