using System.Security.Cryptography;
using Google.Protobuf;
using KioskSuite.Journal;
using KioskSuite.Messages.Entries;
using KioskSuite.Messages.Evidence;

namespace KioskSuite.Dev.Invariants;

/// <summary>What a face check left behind lies where central can read it, or waits for that.</summary>
internal static class FaceEvidenceRule
{
    private const string Kind = "face.checked";
    private const string Ok = "ok";

    /// <summary>
    /// Each entry's file is at central with the entry's hash, opens by central's key, and tells of that try of that
    /// case; or it still waits at the kiosk with that hash. A check without a file proved nothing.
    /// </summary>
    /// <param name="key">Central's private key, PKCS#8.</param>
    public static string EveryEvidenceAccounted(Evidence e, byte[] key)
    {
        using var central = ECDiffieHellman.Create();
        central.ImportPkcs8PrivateKey(key, out _);
        return e.OfCases(Kind, FaceChecked.Parser).Select(c => WhyNot(e, c.Case, c.Entry, central))
            .FirstOrDefault(why => why != Ok, Ok);
    }

    /// <summary>What central's auditor reads: every file of a run that opens by central's key, in order.</summary>
    public static IReadOnlyList<FaceEvidence> Read(Evidence e, byte[] key)
    {
        using var central = ECDiffieHellman.Create();
        central.ImportPkcs8PrivateKey(key, out _);
        return [.. e.SealedAtCentral.Concat(e.SealedAtKiosk)
            .Select(file => Opened(file, central)).OfType<FaceEvidence>().OrderBy(f => f.At)];
    }

    private static string WhyNot(Evidence e, long @case, FaceChecked entry, ECDiffieHellman central)
    {
        var what = $"try {entry.Try} of case {@case}";
        if (entry.Evidence.Length == 0)
        {
            return entry.Proved ? $"{what} proved and has no evidence" : Ok;
        }

        if (Find(e.SealedAtCentral, entry) is not { } file)
        {
            return Find(e.SealedAtKiosk, entry) is null ? $"{what}: its evidence is nowhere" : Ok;
        }

        return Opened(file, central) is { } evidence && evidence.Case == (ulong)@case && evidence.Try == entry.Try
            ? Ok
            : $"{what}: its evidence at central does not tell of it";
    }

    private static SealedSeen? Find(IEnumerable<SealedSeen> files, FaceChecked entry) => files.FirstOrDefault(f =>
        f.Name == entry.Evidence && (ulong)f.Bytes.Length == entry.Length
            && SHA256.HashData(f.Bytes).AsSpan().SequenceEqual(entry.Sha256.Span));

    private static FaceEvidence? Opened(SealedSeen file, ECDiffieHellman central)
    {
        if (SealedEvidence.Parse(file.Bytes) is not { } frame || frame.Label.Name != file.Name)
        {
            return null;
        }

        try
        {
            var evidence = FaceEvidence.Parser.ParseFrom(Open(frame, central));
            return evidence.Kiosk == frame.Label.Kiosk && evidence.Case == frame.Label.Case ? evidence : null;
        }
        catch (Exception e) when (e is CryptographicException or InvalidProtocolBufferException)
        {
            // Changed, sealed to another key, or no such message: it tells of nothing.
            return null;
        }
    }

    private static byte[] Open(SealedEvidence frame, ECDiffieHellman central)
    {
        var own = central.ExportSubjectPublicKeyInfo();
        var point = own.Length - SealedEvidence.PointLength;
        using var sender = ECDiffieHellman.Create();
        sender.ImportSubjectPublicKeyInfo([.. own.AsSpan(0, point), .. frame.EphemeralPoint], out _);
        var key = HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            central.DeriveRawSecretAgreement(sender.PublicKey),
            32,
            [.. frame.EphemeralPoint, .. own.AsSpan(point)],
            "KioskSuite evidence 1"u8.ToArray());
        using var gcm = new AesGcm(key, SealedEvidence.TagLength);
        var content = new byte[frame.Ciphertext.Length];
        gcm.Decrypt(frame.Nonce, frame.Ciphertext, frame.Tag, content, frame.BuildHead());
        return content;
    }
}
