using System.Security.Cryptography;
using KioskSuite.Issuance.Crypto.Pins;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>The offline PIN and its try counter, which only the right PIN or the issuer sets back.</summary>
/// <param name="block">Format 2 block of 8 bytes; null for a card without an offline PIN.</param>
/// <param name="tries">Tries left.</param>
/// <param name="limit">Tries after a right PIN.</param>
internal sealed class OfflinePin(byte[]? block, byte tries, byte limit)
{
    private byte[]? _block = block;

    /// <summary>Tries left (tag 9F17).</summary>
    public byte Left { get; private set; } = tries;

    /// <summary>VERIFY's status word. A block of a wrong shape costs no try.</summary>
    public ushort Verify(ReadOnlySpan<byte> given)
    {
        if (_block is not { } right)
        {
            return Sw.ReferencedDataNotFound;
        }

        if (!PinBlock.ReadFormat2(given).Ok)
        {
            return given.Length == right.Length ? Sw.WrongData : Sw.WrongLength;
        }

        if (Left == 0)
        {
            return Sw.MethodBlocked;
        }

        Left--;
        if (!CryptographicOperations.FixedTimeEquals(given, right))
        {
            return (ushort)(EmvSw.WrongPin | Left);
        }

        Left = limit;
        return Sw.Success;
    }

    public void Unblock() => Left = limit;

    /// <summary>False when it is no format 2 block, or the card has no offline PIN.</summary>
    public bool Change(byte[] block)
    {
        if (_block is null || !PinBlock.ReadFormat2(block).Ok)
        {
            return false;
        }

        (_block, Left) = (block, limit);
        return true;
    }
}
