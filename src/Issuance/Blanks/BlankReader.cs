using KioskSuite.Devices;
using KioskSuite.Issuance.Apdus;
using KioskSuite.Issuance.Channel;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.Issuance.Blanks;

/// <summary>Reads what a blank is, before anything is written to it.</summary>
public static class BlankReader
{
    /// <summary>
    /// Powers the chip, selects its security domain and reads CPLC (9F7F) and card recognition data (66). CPLC may come
    /// with or without its tag; a chip without it is refused, one without 66 is not.
    /// </summary>
    public static async ValueTask<Outcome<BlankIdentity>> ReadAsync(IChipStation chip, CancellationToken stop)
    {
        var powered = await chip.PowerOnAsync(stop);
        if (powered.Failure is { } mute)
        {
            return mute;
        }

        var selected = await ApduExchange.AskAsync(chip, GlobalPlatformFrames.SelectSecurityDomain(), "SELECT", stop);
        if (selected.Failure is { } unselected)
        {
            return unselected;
        }

        var cplc = await ApduExchange.AskAsync(chip, GlobalPlatformFrames.GetData(EmvTag.Cplc), "CPLC", stop);
        if (cplc.Failure is { } unknown)
        {
            return unknown;
        }

        var cardData = await ApduExchange.SendAsync(chip, GlobalPlatformFrames.GetData(EmvTag.CardData), stop);
        if (cardData.Failure is { } broken)
        {
            return broken;
        }

        var recognition = cardData.Value.Success ? cardData.Value.Data.ToArray() : [];
        return ParseCplc(cplc.Value) is { } life
            ? new BlankIdentity(powered.Value, life, recognition)
            : new Failure(DeviceFault.Garbage, $"CPLC: {cplc.Value.Length} bytes");
    }

    internal static byte[]? ParseCplc(ReadOnlyMemory<byte> data)
    {
        if (data.Length == BlankIdentity.CplcLength)
        {
            return data.ToArray();
        }

        var parsed = BerTlv.Parse(data);
        var value = parsed.Ok ? parsed.Value.FindPath(EmvTag.Cplc)?.Value : null;
        return value is { Length: BlankIdentity.CplcLength } life ? life.ToArray() : null;
    }
}
