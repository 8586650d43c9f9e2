using System.Net.Sockets;
using KioskSuite.Camera.Mjpeg;
using KioskSuite.Tests.Contracts;
using KioskSuite.Tests.Support;

namespace KioskSuite.Tests.CameraMjpeg;

/// <summary>The contract in virtual time, in memory.</summary>
public sealed class MjpegCameraInMemoryTests : CameraContract
{
    protected override Task WithCameraAsync(Func<CameraRig, Task> test) => VirtualTime.Run(async time =>
    {
        var scripted = new ScriptedCamera();
        var options = new MjpegOptions { LookEvery = TimeSpan.Zero };
        await using (var camera = new MjpegCamera("camera", new ScriptedSource(scripted, time), time, options))
        {
            camera.Link.ShouldBe("mjpeg");
            await test(scripted.Rig(camera, time));
        }

        scripted.Watched.ShouldBe(0);
        time.Left.ShouldBeFalse("everything stays on one thread");
    });
}

/// <summary>The contract in real time, over HTTP on loopback TCP.</summary>
public sealed class MjpegCameraOverHttpTests : CameraContract
{
    protected override async Task WithCameraAsync(Func<CameraRig, Task> test)
    {
        var scripted = new ScriptedCamera();
        await using var server = new MjpegServer((peer, stop) => ServeAsync(scripted, peer, stop));
        await using var camera = server.Camera(new() { LookEvery = TimeSpan.Zero });
        await test(scripted.Rig(camera, TimeProvider.System));
    }

    private static async Task ServeAsync(ScriptedCamera scripted, NetworkStream peer, CancellationToken stop)
    {
        if (scripted.Gone)
        {
            return;
        }

        scripted.Begin();
        try
        {
            await peer.WriteAsync(MjpegServer.Head, stop);
            var closed = MjpegServer.ClosedAsync(peer, stop);
            while (!scripted.Gone && !closed.IsCompleted)
            {
                await peer.WriteAsync(scripted.Next() ?? [], stop);
                await Task.Delay(ScriptedCamera.Gap, TimeProvider.System, stop);
            }
        }
        finally
        {
            scripted.End();
        }
    }
}
