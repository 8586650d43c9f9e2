using System.Security.Cryptography;
using Google.Protobuf;
using KioskSuite.CentralSystem;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.SecureChannel;
using KioskSuite.Issuance.Tlv;
using KioskSuite.Messages.Central;

namespace KioskSuite.Tests.CentralSystem;

/// <summary>The card's side as far as central can see it: an INITIALIZE UPDATE answer, digests and an ARQC.</summary>
internal sealed class TestChip(Seed seed, byte serial = 1)
{
    private static readonly byte[] Cvr = Convert.FromHexString("03A00000");
    private readonly byte[] _kdd = [0x5A, 0x4B, 0, 0, 0, 0, 0, 0, 0, serial];
    private readonly byte[] _challenge = RandomNumberGenerator.GetBytes(8);

    public ushort Atc { get; set; } = 1;

    /// <summary>Key version it was personalised with, counted from 0, and what it says of it.</summary>
    public int KeyVersion { get; init; }

    public DerivationOption Option { get; init; }

    private byte KeyIndex => (byte)(KeyVersion + 1);

    /// <summary>PAN sequence number it was personalised with.</summary>
    public string Sequence { get; init; } = "01";

    /// <summary>Last byte of the fabricator's batch.</summary>
    public byte Batch { get; init; }

    /// <summary>Null for the first stock with SCP03.</summary>
    public string? StockCode { get; init; }

    public byte[] Cplc
    {
        get
        {
            var cplc = new byte[42];
            Convert.FromHexString(Stock.IcType).CopyTo(cplc, 2);
            cplc[15] = serial;
            cplc[17] = Batch;
            return cplc;
        }
    }

    /// <summary>It speaks SCP03 without protected answers.</summary>
    public SeedBlank Stock => seed.Blanks.First(b => b.Keys == "kdf3" && (StockCode ?? b.Code) == b.Code);

    public StaticKeys Keys => StaticKeys.Diversify(
        KeyDiversification.Kdf3, KeyAlgorithm.Aes, Convert.FromHexString(seed.Issuer.CardManagerKeyAes), _kdd);

    public byte[] SessionMac(ReadOnlySpan<byte> hostChallenge) =>
        Scp03Cipher.Derive(Keys.Mac, Scp03Cipher.SessionMac, Keys.Mac.Length * 8, Context(hostChallenge));

    public byte[] Context(ReadOnlySpan<byte> hostChallenge) => [.. hostChallenge, .. _challenge];

    public byte[] InitializeUpdate(ReadOnlySpan<byte> hostChallenge)
    {
        var context = Context(hostChallenge);
        var mac = SessionMac(hostChallenge);
        var cryptogram = Scp03Cipher.Derive(mac, Scp03Cipher.CardCryptogram, 64, context);
        return [.. _kdd, 0x30, 0x03, 0x00, .. _challenge, .. cryptogram];
    }

    /// <summary>What an honest terminal reports of this card.</summary>
    public Proof Proof(Key key, TicketBody ticket, Script script)
    {
        var view = new TerminalView
        {
            Aid = script.Expected.Aid,
            Aip = script.Expected.Aip,
            Afl = script.Expected.Afl,
            Cid = 0x80,
            Atc = Atc,
            Cdol1Data = ByteString.CopyFrom(RandomNumberGenerator.GetBytes(52)),
            Iad = ByteString.CopyFrom([7, KeyIndex, 1, .. Cvr, 1]),
            Authentication = "Combined",
        };
        view.Records.Add(script.Expected.Records);
        var proof = new Proof { Key = key, Ticket = ticket.Ticket, Terminal = view };
        proof.Responses.AddRange(script.Commands.SkipLast(2).Select(_ => ByteString.CopyFrom(0x90, 0x00)));
        proof.Responses.Add(Status(("A000000151000000", 0x0F)));
        proof.Responses.Add(Status(
            ("315041592E5359532E4444463031", 0x0F), ("325041592E5359532E4444463031", 0x0F),
            ("A000000333010101", 0x0F)));
        proof.Arqc = ByteString.CopyFrom(Arqc(UdkAc(script.Face.Pan), view.Cdol1Data.Span, view.Aip.Span));
        return proof;
    }

    /// <summary>A GET STATUS answer.</summary>
    public static ByteString Status(params (string Aid, byte State)[] entries)
    {
        var data = entries.SelectMany(e => BerTlv.Build(
            EmvTag.RegistryEntry,
            BerTlv.Build(EmvTag.Aid, Convert.FromHexString(e.Aid)),
            BerTlv.Build(EmvTag.LifeCycle, [e.State])));
        return ByteString.CopyFrom([.. data, 0x90, 0x00]);
    }

    /// <summary>A purchase at a shop; the counter rises.</summary>
    public Authorisation Purchase(string pan)
    {
        Atc++;
        return Purchase(pan, UdkAc(pan), Atc, KeyIndex) with { Sequence = Sequence };
    }

    public static Authorisation Purchase(string pan, byte[] udk, ushort atc, byte keyIndex = 1)
    {
        var cdol1 = RandomNumberGenerator.GetBytes(52);
        byte[] aip = [0x1C, 0x00];
        var arqc = ApplicationCryptogram.Compute(udk, cdol1, aip, atc, Cvr);
        return new Authorisation(
            "chip", pan, "01", atc, Convert.ToHexString(arqc), Convert.ToHexString(cdol1), Convert.ToHexString(aip),
            Convert.ToHexString([7, keyIndex, 1, .. Cvr, 1]));
    }

    private byte[] UdkAc(string pan) => CryptoSuite.International.CardKey(
        Option, CentralBench.ImkAc(seed, KeyVersion), pan, Sequence);

    private byte[] Arqc(byte[] udk, ReadOnlySpan<byte> cdol1, ReadOnlySpan<byte> aip) =>
        ApplicationCryptogram.Compute(udk, cdol1, aip, Atc, Cvr);
}
