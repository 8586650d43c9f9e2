using KioskSuite.Devices;

namespace KioskSuite.Issuance.Crypto.OfflineData;

/// <summary>
/// The common shape of issuer and card certificate: format, owner (4 or 10 bytes), month, serial (3), algorithms,
/// key length, exponent length, as much of the modulus as fits.
/// </summary>
internal static class CertificateBody
{
    private const int Month = 2;
    private const int Serial = 3;
    private const int Fixed = 1 + Month + Serial + 4;

    /// <summary>Bytes of modulus that fit under a signing key.</summary>
    public static int Room(int signerLength, int ownerLength) =>
        signerLength - SignedBlock.Overhead - Fixed - ownerLength;

    /// <summary>Certificate and remainder; the remainder is empty when the modulus fits.</summary>
    public static (byte[] Certificate, byte[] Remainder) Issue(
        RsaPrivateKey signer,
        byte format,
        ReadOnlySpan<byte> owner,
        CertificateTerms terms,
        RsaPublicKey subject,
        ReadOnlySpan<byte> staticData)
    {
        InvariantException.Require(terms.Serial.Length == Serial, "a serial number has 3 bytes");
        InvariantException.Require(subject.Length <= signer.Length, "a key is not longer than its signer's");
        var room = Room(signer.Length, owner.Length);
        var modulus = new byte[room];
        modulus.AsSpan().Fill(CertificateFrames.Pad);
        var kept = Math.Min(room, subject.Length);
        subject.Modulus[..kept].CopyTo(modulus);
        byte[] data =
        [
            format, .. owner, .. CertificateDigits.PackMonth(terms.End), .. terms.Serial.Span,
            CertificateFrames.Sha1, CertificateFrames.Rsa, (byte)subject.Length, (byte)subject.Exponent.Length,
            .. modulus,
        ];
        var remainder = subject.Modulus[kept..].ToArray();
        return (SignedBlock.Sign(signer, data, [.. remainder, .. subject.Exponent, .. staticData]), remainder);
    }

    /// <summary>Owner bytes and the certified key; checks everything but who the owner is.</summary>
    public static Verdict<Certified, CertificateFault> Recover(
        RsaPublicKey signer,
        byte format,
        int ownerLength,
        CertificateParts parts,
        ReadOnlySpan<byte> staticData,
        DateOnly today)
    {
        var room = Room(signer.Length, ownerLength);
        var opened = SignedBlock.Open(signer, parts.Certificate.Span, format);
        if (!opened.Ok || room <= 0)
        {
            return opened.Ok ? CertificateFault.WrongLength : opened.Reason;
        }

        var data = opened.Value.Data;
        if (!opened.Value.Hashes([.. parts.Remainder.Span, .. parts.Exponent.Span, .. staticData]))
        {
            return CertificateFault.WrongHash;
        }

        var rest = data[(1 + ownerLength + Month + Serial)..];
        if (rest[0] != CertificateFrames.Sha1 || rest[1] != CertificateFrames.Rsa)
        {
            return CertificateFault.UnknownAlgorithm;
        }

        var kept = Math.Min(room, (int)rest[2]);
        if (rest[2] > signer.Length || parts.Remainder.Length != rest[2] - kept || rest[3] != parts.Exponent.Length)
        {
            return CertificateFault.WrongRemainder;
        }

        var key = RsaPublicKey.Import([.. rest.Slice(4, kept), .. parts.Remainder.Span], parts.Exponent.Span);
        if (!key.Ok)
        {
            return key.Reason;
        }

        var end = CertificateDigits.UnpackMonth(data.Slice(1 + ownerLength, Month));
        return end is null || end < today
            ? CertificateFault.Expired
            : new Certified(data.Slice(1, ownerLength).ToArray(), end.Value, key.Value);
    }
}

/// <summary>What an issuer decides of a certificate: its last month and its serial number of 3 bytes.</summary>
public sealed record CertificateTerms(DateOnly End, ReadOnlyMemory<byte> Serial);

/// <summary>Certificate, remainder of the modulus (may be empty) and exponent as they stand on a card.</summary>
public sealed record CertificateParts(
    ReadOnlyMemory<byte> Certificate, ReadOnlyMemory<byte> Remainder, ReadOnlyMemory<byte> Exponent);

internal sealed record Certified(byte[] Owner, DateOnly End, RsaPublicKey Key);
