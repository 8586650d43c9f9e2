using System.Security.Cryptography;
using KioskSuite.Camera.Mjpeg;
using KioskSuite.Jobs;
using KioskSuite.Jobs.Board;
using KioskSuite.Jobs.Face;
using KioskSuite.Journal;
using KioskSuite.KioskInABox.Camera;
using KioskSuite.KioskInABox.World;

namespace KioskSuite.Simulation.Scenarios;

/// <summary>A camera and what looks through it, on one thread; its nonces are the same in every run.</summary>
internal sealed class FaceStation : IEvidenceFiles, IDisposable
{
    private static readonly Fault[] s_faults =
    [
        Fault.PhotoAttack, Fault.BentPhoto, Fault.ReplayAttack, Fault.FaceMismatch,
        Fault.TwoFaces, Fault.CameraFrozen, Fault.CameraGone,
    ];

    private readonly KioskInABox.World.World _world;
    private readonly TimeProvider _time;
    private readonly Film _film;
    private readonly Eyes _eyes = new();
    private readonly EvenBytes _nonces = new();
    private int _files;

    public FaceStation(KioskInABox.World.World world, TimeProvider time, uint seed)
    {
        (_world, _time) = (world, time);
        Presence = new Presence(world, time, seed);
        _film = new Film(world, Presence, time);
    }

    public Presence Presence { get; }

    public bool IsStranger => _world.IsStranger;

    /// <summary>Rows about the camera, and the plain one; the others are played as a kiosk without one.</summary>
    public static bool Needed(ScenarioRow row) => row.Name == "plain" || row.World.Any(s_faults.Contains);

    public FaceDevices Devices() =>
        new(new MjpegCamera("camera", _film, _time, new MjpegOptions()), _eyes, _eyes);

    public FaceParts Parts() => new(new FaceBoard(_time), this, _nonces, "simulation", new byte[32]);

    public ValueTask<SealedFile?> WriteAsync(ulong @case, string kind, byte[] content, CancellationToken stop)
    {
        var file = new SealedFile($"{@case}-{kind}-{++_files}", SHA256.HashData(content), content.Length);
        CryptographicOperations.ZeroMemory(content);
        return new(file);
    }

    public void Dispose()
    {
        _film.Dispose();
        _eyes.Dispose();
        _nonces.Dispose();
    }

    /// <summary>Bytes from a counter.</summary>
    private sealed class EvenBytes : RandomNumberGenerator
    {
        private int _drawn;

        public override void GetBytes(byte[] data) =>
            SHA256.HashData(BitConverter.GetBytes(_drawn++)).AsSpan(0, data.Length).CopyTo(data);
    }
}
