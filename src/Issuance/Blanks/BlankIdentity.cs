namespace KioskSuite.Issuance.Blanks;

/// <summary>What an unpersonalised chip says about itself.</summary>
/// <param name="Atr">2 to 33 bytes.</param>
/// <param name="Cplc">Card production life cycle data, 42 bytes (GlobalPlatform, tag 9F7F).</param>
/// <param name="CardData">Card recognition data, tag 66 and value as sent; empty when the chip has none.</param>
public sealed record BlankIdentity(byte[] Atr, byte[] Cplc, byte[] CardData)
{
    /// <summary>Length of CPLC without tag and length.</summary>
    public const int CplcLength = 42;

    /// <summary>IC type, CPLC bytes 3 to 4, as 4 hex digits.</summary>
    public string IcType => Convert.ToHexString(Cplc, 2, 2);

    /// <summary>The fabricator's batch, CPLC bytes 17 to 18, as 4 hex digits.</summary>
    public string Batch => Convert.ToHexString(Cplc, 16, 2);

    /// <summary>Unique chip number: IC fabricator, type, batch and serial; 20 hex digits.</summary>
    public string ChipId =>
        Convert.ToHexString(Cplc, 0, 2) + IcType + Batch + Convert.ToHexString(Cplc, 12, 4);

    public override string ToString() => $"blank {ChipId}";
}

/// <summary>One stock of blanks: its code, and the ATR and IC type (hex) by which its cards are known.</summary>
public sealed record BlankStock(string Code, string Atr, string IcType);
