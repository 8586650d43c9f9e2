using System.Security.Cryptography;
using System.Text;
using KioskSuite.Jobs.Board;

namespace KioskSuite.Service.Screen;

/// <summary>
/// The person's own picture while a face check runs, as <c>multipart/x-mixed-replace</c> of JPEG: for the kiosk's
/// screen,
/// and one more so that a page can be loaded anew before the machine notices that the old one is gone.
/// </summary>
internal sealed class OwnPicture(FaceBoard face)
{
    public const int MostWatchers = 2;
    private const string Boundary = "picture";

    // A browser draws a picture when the head of the next one is there, so that head is sent at once and not a frame
    // later.
    private static readonly byte[] s_head = Encoding.ASCII.GetBytes(
        $"\r\n--{Boundary}\r\nContent-Type: image/jpeg\r\n\r\n");

    private static readonly byte[] s_end = Encoding.ASCII.GetBytes($"\r\n--{Boundary}--\r\n");
    private int _watchers;

    public async Task StreamAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            if (Interlocked.Increment(ref _watchers) > MostWatchers)
            {
                context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                return;
            }

            await StreamAsync(context.Response, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The page went away.
        }
        finally
        {
            Interlocked.Decrement(ref _watchers);
        }
    }

    // Kestrel ends a connection that takes nothing for five seconds, so a watcher cannot hold its place.
    private async Task StreamAsync(HttpResponse response, CancellationToken stop)
    {
        var next = await face.PictureAfterAsync(0, stop);
        if (next is null)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        response.ContentType = $"multipart/x-mixed-replace; boundary={Boundary}";
        await response.Body.WriteAsync(s_head, stop);
        while (next is var (number, jpeg))
        {
            await SendAsync(response, jpeg, stop);
            next = await face.PictureAfterAsync(number, stop);
        }

        await response.Body.WriteAsync(s_end, stop);
    }

    private static async Task SendAsync(HttpResponse response, byte[] jpeg, CancellationToken stop)
    {
        try
        {
            await response.Body.WriteAsync(jpeg, stop);
            await response.Body.WriteAsync(s_head, stop);
            await response.Body.FlushAsync(stop);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(jpeg);
        }
    }
}
