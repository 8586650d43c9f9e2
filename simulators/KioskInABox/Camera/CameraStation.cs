namespace KioskSuite.KioskInABox.Camera;

/// <summary>The kiosk's camera with all it needs: its stream, and the truth about it in the run's folder.</summary>
internal sealed class CameraStation : IAsyncDisposable
{
    private readonly Studio _studio = new();
    private readonly TruthFile _truth;
    private readonly MjpegServer _server;

    public CameraStation(Presence presence, TimeProvider time, string folder)
    {
        _truth = new(folder);
        _server = new(time, () => Open(presence));
    }

    /// <summary>Where the stream is, once started.</summary>
    public string Address => _server.Address.ToString();

    /// <inheritdoc cref="MjpegServer.Start"/>
    public void Start(int port, bool refuses) => _server.Start(port, refuses);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _truth.Dispose();
        _studio.Dispose();
    }

    private Func<byte[]> Open(Presence presence)
    {
        var camera = presence.Open(_studio);
        return () =>
        {
            var jpeg = camera.NextFrame(presence.Now);
            _truth.Note(camera.Truth!);
            return jpeg;
        };
    }
}
