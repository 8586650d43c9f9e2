using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Crypto.OfflineData;

namespace KioskSuite.Issuance.Terminal;

/// <summary>A key of the chain, with its last day.</summary>
internal interface ICertified
{
    DateOnly End { get; }
}

/// <summary>The card's key, once its certificate verifies: RSA or SM2.</summary>
/// <param name="Rsa">Null for an SM2 key.</param>
/// <param name="Sm">Null for an RSA key.</param>
internal sealed record CardPublicKey(CertifiedKey? Rsa, SmCertifiedKey? Sm) : ICertified
{
    public DateOnly End => Sm?.End ?? Rsa!.End;

    /// <summary>Tag 9F4B over what the terminal gave: the card's number, or why not.</summary>
    public Verdict<byte[], CertificateFault> VerifyDynamic(ReadOnlySpan<byte> signature, ReadOnlySpan<byte> given) =>
        Sm is { } key
            ? SmSignatures.VerifyDynamic(key, signature, given)
            : DynamicSignature.Verify(Rsa!, signature, given);
}
