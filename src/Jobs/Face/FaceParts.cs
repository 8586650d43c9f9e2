using System.Security.Cryptography;
using KioskSuite.Jobs.Board;
using KioskSuite.Journal;

namespace KioskSuite.Jobs.Face;

/// <summary>What a face check needs besides its devices.</summary>
/// <param name="Board">The screen before the person.</param>
/// <param name="Evidence">Where each try's evidence is sealed to.</param>
/// <param name="Random">Draws the nonces.</param>
/// <param name="Software">Name and version of this program, for the evidence.</param>
/// <param name="ConfigSha256">Hash of the configuration in force, for the evidence.</param>
public sealed record FaceParts(
    FaceBoard Board, IEvidenceFiles Evidence, RandomNumberGenerator Random, string Software,
    ReadOnlyMemory<byte> ConfigSha256)
{
    public override string ToString() => Software;
}

/// <summary>A person's consent to the camera, by the hash of the exact text shown; the journal has the rest.</summary>
internal sealed record FaceConsent(byte[] ShownSha256);

/// <summary>
/// Why a teller's eyes prove identity and not the camera. Closed; a teller is told all but the first.
/// </summary>
public enum OtherWay
{
    /// <summary>There is no camera here, or no portrait to compare with.</summary>
    NoCamera,

    /// <summary>The person wanted it so.</summary>
    FaceWaived,

    /// <summary>The camera, or what measures its pictures, failed.</summary>
    CameraAway,

    /// <summary>No try proved it.</summary>
    FaceNotProved,
}
