using System.Text;
using KioskSuite.Camera.Mjpeg;
using KioskSuite.Devices;

namespace KioskSuite.Tests.CameraMjpeg;

/// <summary>What a camera, or somebody in its place, can do wrong over TCP: a typed fault, in bounded time.</summary>
public sealed class HostileCameraTests
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10];

    [Theory]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", DeviceFault.Refused)]
    [InlineData("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n", DeviceFault.Refused)]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1\r\nContent-Length: 0\r\n\r\n", DeviceFault.Refused)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n", DeviceFault.Garbage)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace\r\n\r\n", DeviceFault.Garbage)]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n--frame\r\n", DeviceFault.Garbage)]
    [InlineData("RTSP/1.0 200 OK\r\n\r\n", DeviceFault.Garbage)]
    [InlineData("", DeviceFault.Offline)]
    public async Task An_answer_without_pictures_begins_no_capture(string answer, DeviceFault fault)
    {
        await using var server = MjpegServer.Sending(Encoding.ASCII.GetBytes(answer));
        await using var camera = server.Camera();
        (await camera.CaptureAsync(default)).Failure!.Fault.ShouldBe(fault);
        (await camera.CheckAsync(default)).Failure!.Fault.ShouldBe(fault);
        server.Asked.Count.ShouldBe(2, "nothing is asked twice or followed elsewhere");
    }

    [Fact]
    public async Task A_head_of_the_answer_without_end_is_garbage()
    {
        var endless = "HTTP/1.1 200 OK\r\n" + string.Concat(Enumerable.Repeat("X-A: bbbbbbbbbbbbbbbb\r\n", 2000));
        await using var server = MjpegServer.Sending(Encoding.ASCII.GetBytes(endless), hangUp: false);
        await using var camera = server.Camera();
        (await camera.CaptureAsync(default)).Failure!.Fault.ShouldBe(DeviceFault.Garbage);
    }

    [Fact]
    public async Task A_camera_that_never_answers_is_a_timeout()
    {
        await using var server = MjpegServer.Sending([], hangUp: false);
        await using var camera = server.Camera(new() { OpenWithin = TimeSpan.FromMilliseconds(50) });
        (await camera.CaptureAsync(default)).Failure!.Fault.ShouldBe(DeviceFault.Timeout);
    }

    [Fact]
    public async Task The_request_carries_nothing_but_what_HTTP_needs()
    {
        await using var server = MjpegServer.Sending([]);
        await using var camera = server.Camera();
        await camera.CheckAsync(default);
        server.Asked.ShouldBe([$"GET /camera HTTP/1.1\r\nHost: {server.Address.Authority}\r\n\r\n"]);
    }

    [Fact]
    public Task An_endless_delimiter_is_garbage() => EndsAsync(Fill("--", '-'), "a head without end");

    [Fact]
    public Task An_endless_header_is_garbage() => EndsAsync(Fill("--frame\r\nX: ", 'x'), "a head without end");

    [Fact]
    public Task A_picture_without_end_is_garbage() =>
        EndsAsync(Fill("--frame\r\n\r\n", 'x', Pictures.Jpeg(1)[..^2]), "a picture without end");

    [Fact]
    public Task Padding_without_end_is_garbage() =>
        EndsAsync(Fill("--frame\r\n\r\n", '\0', Pictures.Jpeg(1)), "padding without end");

    [Fact]
    public Task A_wrong_length_is_garbage() => EndsAsync(
        [.. Pictures.Part("Content-Length: 50\r\n", Pictures.Jpeg(1)), .. Pictures.Part(2)], "a picture without end");

    [Fact]
    public Task Another_format_in_mid_stream_is_garbage() =>
        EndsAsync([.. Pictures.Part(1), .. Pictures.Part("", Png)], "no picture");

    [Fact]
    public Task Another_size_in_mid_stream_is_garbage() => EndsAsync(
        [.. Pictures.Part(1), .. Pictures.Part("", Pictures.Jpeg(2, width: 65535, height: 65535))], "size changed");

    [Fact]
    public Task A_line_that_is_cut_in_a_picture_is_offline() =>
        EndsAsync(Pictures.Part(1)[..^30], "", DeviceFault.Offline);

    [Fact]
    public async Task A_line_that_hangs_in_a_picture_is_a_timeout()
    {
        await using var server = MjpegServer.Sending(
            [.. MjpegServer.Head, .. Pictures.Part(1)[..^30]], hangUp: false);
        await using var camera = server.Camera(new() { FrameWithin = TimeSpan.FromMilliseconds(50) });
        (await EndAsync(camera)).Fault.ShouldBe(DeviceFault.Timeout);
    }

    [Fact]
    public async Task Pictures_in_chunks_of_one_byte_are_the_same_pictures()
    {
        var body = Pictures.Part(3);
        await using var server = new MjpegServer(async (peer, stop) =>
        {
            var head = Encoding.ASCII.GetString(MjpegServer.Head).Replace(
                "Connection: close", "Transfer-Encoding: chunked", StringComparison.Ordinal);
            await peer.WriteAsync(Encoding.ASCII.GetBytes(head), stop);
            foreach (var one in body)
            {
                await peer.WriteAsync(new byte[] { (byte)'1', 13, 10, one, 13, 10 }, stop);
            }

            await MjpegServer.ClosedAsync(peer, stop);
        });
        await using var camera = server.Camera();
        await using var capture = (await camera.CaptureAsync(default)).Value;
        (await capture.NextAsync(default)).Value.Jpeg.ShouldBe(Pictures.Jpeg(3));
    }

    private static byte[] Fill(string start, char with, byte[]? between = null) =>
        [.. Encoding.ASCII.GetBytes(start), .. between ?? [], .. Enumerable.Repeat((byte)with, 2 * 1024 * 1024)];

    private static async Task EndsAsync(byte[] body, string said, DeviceFault fault = DeviceFault.Garbage)
    {
        await using var server = MjpegServer.Sending(
            [.. MjpegServer.Head, .. body], hangUp: fault == DeviceFault.Offline);
        await using var camera = server.Camera();
        (await EndAsync(camera)).ShouldBe(new Failure(fault, said));
        (await camera.CaptureAsync(default)).Ok.ShouldBeTrue("the next capture begins anew");
    }

    private static async Task<Failure> EndAsync(MjpegCamera camera)
    {
        await using var capture = (await camera.CaptureAsync(default)).Value;
        var frame = await capture.NextAsync(default);
        while (frame.Ok)
        {
            frame = await capture.NextAsync(default);
        }

        return frame.Failure!;
    }
}
