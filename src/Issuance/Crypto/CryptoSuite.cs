using System.Buffers.Binary;
using System.Security.Cryptography;
using KioskSuite.Devices;
using KioskSuite.Issuance.Crypto.Sm;

namespace KioskSuite.Issuance.Crypto;

/// <summary>
/// The algorithms that an application on the card lives by: 3DES, RSA and SHA-1, or SM4, SM2 and SM3. Everything that
/// makes or checks a card's cryptograms goes through one of the two. Keys have 16 bytes; those given out are the
/// caller's to zero.
/// </summary>
public abstract class CryptoSuite
{
    private protected const int CryptogramLength = 8;

    private const int Short = 4;

    public static CryptoSuite International { get; } = new TripleDesSuite();

    /// <summary>Works only where <see cref="CryptoSuites.Probe"/> says so.</summary>
    public static CryptoSuite National { get; } = new SmSuite();

    /// <summary>"3DES" or "SM".</summary>
    public abstract string Name { get; }

    /// <summary>As issuer application data name it (PBOC 3.0): 1 for 3DES, 4 for SM4.</summary>
    public abstract byte AlgorithmId { get; }

    /// <summary>
    /// True when no published sample confirms session keys and MACs, and only this product's two sides agree.
    /// </summary>
    public abstract bool SelfConsistentOnly { get; }

    public abstract IBlockCipher Import(ReadOnlySpan<byte> key);

    /// <summary>3 bytes: zeros enciphered.</summary>
    public byte[] CheckValue(ReadOnlySpan<byte> key)
    {
        using var cipher = Import(key);
        return cipher.EncryptEcb(new byte[cipher.BlockSize])[..3];
    }

    /// <summary>SHA-1 or SM3.</summary>
    public abstract byte[] Hash(ReadOnlySpan<byte> data);

    /// <summary>A card's key (UDK) from the issuer's.</summary>
    /// <param name="option">B is 3DES's: for SM4 it is a programmer error.</param>
    /// <param name="issuerKey">16 bytes.</param>
    /// <param name="pan">12 to 19 digits.</param>
    /// <param name="psn">PAN sequence number, 2 digits.</param>
    public abstract byte[] CardKey(DerivationOption option, ReadOnlySpan<byte> issuerKey, string pan, string psn);

    /// <summary>A session key by ATC, PBOC 3.0.</summary>
    public byte[] SessionKey(ReadOnlySpan<byte> cardKey, ushort atc)
    {
        using var cipher = Import(cardKey);
        return cipher.EncryptEcb(EmvKeys.PbocSessionInput(atc));
    }

    /// <summary>8 bytes over a message padded by 80, under a session key.</summary>
    public abstract byte[] Mac(ReadOnlySpan<byte> sessionKey, ReadOnlySpan<byte> message);

    /// <summary>ARQC, TC or AAC, 8 bytes, over the input of cryptogram version 01.</summary>
    /// <param name="cardKey">UDK AC.</param>
    /// <param name="atc">Application transaction counter.</param>
    /// <param name="input">Terminal data, AIP, ATC, CVR.</param>
    public byte[] Cryptogram(ReadOnlySpan<byte> cardKey, ushort atc, ReadOnlySpan<byte> input)
    {
        var session = SessionKey(cardKey, atc);
        var cryptogram = Mac(session, input);
        CryptographicOperations.ZeroMemory(session);
        return cryptogram;
    }

    /// <summary>ARPC, 8 bytes: the ARQC xored with the response code on the left, enciphered.</summary>
    public byte[] Arpc(ReadOnlySpan<byte> cardKey, ushort atc, ReadOnlySpan<byte> arqc, ReadOnlySpan<byte> responseCode)
    {
        InvariantException.Require(arqc.Length == CryptogramLength && responseCode.Length == 2, "ARQC 8, ARC 2 bytes");
        var session = SessionKey(cardKey, atc);
        using var cipher = Import(session);
        CryptographicOperations.ZeroMemory(session);
        var block = new byte[cipher.BlockSize];
        arqc.CopyTo(block);
        block[0] ^= responseCode[0];
        block[1] ^= responseCode[1];
        return cipher.EncryptEcb(block)[..CryptogramLength];
    }

    /// <summary>
    /// The MAC of an issuer script command, 4 bytes: header with the final Lc, ATC, last cryptogram, data.
    /// </summary>
    /// <param name="cardKey">UDK MAC.</param>
    /// <param name="atc">Counter of the transaction.</param>
    /// <param name="cryptogram">The ARQC, 8 bytes.</param>
    /// <param name="header">CLA INS P1 P2.</param>
    /// <param name="data">Command data, 0 to 251 bytes.</param>
    public byte[] ScriptMac(
        ReadOnlySpan<byte> cardKey,
        ushort atc,
        ReadOnlySpan<byte> cryptogram,
        ReadOnlySpan<byte> header,
        ReadOnlySpan<byte> data)
    {
        InvariantException.Require(header.Length == 4 && data.Length <= byte.MaxValue - Short, "a short command");
        InvariantException.Require(cryptogram.Length == CryptogramLength, "a cryptogram has 8 bytes");
        var counter = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(counter, atc);
        byte[] message = [.. header, (byte)(data.Length + Short), .. counter, .. cryptogram, .. data];
        var mac = Cryptogram(cardKey, atc, message);
        return mac[..Short];
    }

    public sealed override string ToString() => Name;
}
