using KioskSuite.Devices;
using KioskSuite.Issuance.Apdus;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Personalisation;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.Tests.Issuance;

/// <summary>A card as the plain script leaves it, and what it answers to a terminal. Tests spoil its parts.</summary>
internal sealed class FinishedCard
{
    private const string Iad = "07010103A0000001";
    private readonly byte[] _aip = Convert.FromHexString("1C00");
    private string _selected = "";
    private ushort _atc;
    private byte[] _arqc = [];

    public FinishedCard(DebitApplication application)
    {
        foreach (var applet in application.Prepare(Samples.Product).Applets)
        {
            Groups[Convert.ToHexString(applet.Aid)] =
                applet.Groups.ToDictionary(g => g.Dgi, g => g.Value);
        }
    }

    /// <summary>Values by applet (AID in hex) and DGI.</summary>
    public Dictionary<string, Dictionary<ushort, byte[]>> Groups { get; } = [];

    public ScriptedChip Chip => new(Answer);

    public Outcome<ResponseApdu> Answer(byte[] bytes)
    {
        var command = CommandApdu.Parse(bytes).Value;
        return command.Ins switch
        {
            0xA4 => Select(Convert.ToHexString(command.Data.Span)),
            0xB2 => Ok(Groups[_selected].GetValueOrDefault(DgiTag.Record(command.P2 >> 3, command.P1))),
            0xA8 => Ok(BerTlv.Build(EmvTag.ResponseFormat2, Groups[_selected][DgiTag.ProcessingOptions])),
            0xAE => Generate(command),
            0x82 => Authenticate(command.Data.Span),
            _ => ScriptedChip.Hex("6D00"),
        };
    }

    private static Outcome<ResponseApdu> Ok(byte[]? data) =>
        data is null ? ScriptedChip.Hex("6A83") : new ResponseApdu(data, 0x9000);

    private byte[] Udk => Groups[_selected][DgiTag.Keys][..16];

    private Outcome<ResponseApdu> Select(string name)
    {
        if (!Groups.TryGetValue(name, out var groups))
        {
            return ScriptedChip.Hex("6A82");
        }

        _selected = name;
        var df = BerTlv.Build(EmvTag.DfName, Convert.FromHexString(name));
        return Ok(BerTlv.Build(EmvTag.Fci, df, groups[DgiTag.SelectContact]));
    }

    private Outcome<ResponseApdu> Generate(CommandApdu command)
    {
        _atc += (ushort)(command.P1 == 0x80 ? 1 : 0);
        var iad = Convert.FromHexString(Iad);
        var data = command.Data.Span[(command.P1 == 0x80 ? 0 : 2)..];
        _arqc = ApplicationCryptogram.Compute(Udk, data, _aip, _atc, iad.AsSpan(3, 4));
        return Ok(BerTlv.Build(
            EmvTag.ResponseFormat1, [command.P1, (byte)(_atc >> 8), (byte)_atc, .. _arqc, .. iad]));
    }

    private Outcome<ResponseApdu> Authenticate(ReadOnlySpan<byte> data) =>
        ApplicationCryptogram.Arpc(Udk, _atc, _arqc, data[8..]).AsSpan().SequenceEqual(data[..8])
            ? ScriptedChip.Hex("9000")
            : ScriptedChip.Hex("6300");
}
