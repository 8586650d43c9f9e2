using System.Security.Cryptography;
using KioskSuite.Devices;

namespace KioskSuite.FaceMatcher.Http;

/// <summary>Has the bank's face platform compare. Whatever goes wrong with it is a failure and never a pass.</summary>
public sealed class HttpFaceMatcher : IFaceMatcher, IAsyncDisposable
{
    private const int MostPicture = 1024 * 1024;
    private readonly PlatformOptions _options;
    private readonly PlatformLine _line;
    private readonly Random _chance;
    private readonly TimeProvider _time;

    private HttpFaceMatcher(PlatformOptions options, PlatformLine line, Random chance, TimeProvider time) =>
        (_options, _line, _chance, _time) = (options, line, chance, time);

    /// <inheritdoc/>
    public string Method => $"face platform {_options.Name}";

    /// <param name="options">Checked here; nothing is connected.</param>
    /// <param name="chance">Makes half of each pause.</param>
    /// <param name="time">Measures deadlines and pauses.</param>
    /// <returns><see cref="DeviceFault.Refused"/> with the option that is wrong, and why.</returns>
    public static Outcome<HttpFaceMatcher> Open(PlatformOptions options, Random chance, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        var address = options.Address;
        if (!address.IsAbsoluteUri || address.UserInfo.Length > 0
            || (address.Scheme != Uri.UriSchemeHttps && !(address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
        {
            return new Failure(DeviceFault.Refused, "address: is not https, nor http to the loopback");
        }

        if (options.TokenFile is { } token && !File.Exists(token))
        {
            return new Failure(DeviceFault.Refused, "tokenFile: is not there");
        }

        var opened = PlatformSecrets.Open(options);
        if (opened.Failure is { } failure) return failure;
        return new HttpFaceMatcher(options, new PlatformLine(opened.Value, options), chance, time);
    }

    /// <inheritdoc/>
    /// <returns>
    /// The platform's decision; <see cref="DeviceFault.VisionFailed"/> with the platform's fault when there is none;
    /// <see cref="DeviceFault.PictureUnreadable"/> for a picture that is too large to be sent.
    /// </returns>
    public async ValueTask<Outcome<FaceMatch>> CompareAsync(
        ReadOnlyMemory<byte> portrait, ReadOnlyMemory<byte> frame, FaceBox face, CancellationToken stop)
    {
        if (Math.Max(portrait.Length, frame.Length) > MostPicture) return DeviceFault.PictureUnreadable;
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var body = new CompareRequest(id, face, portrait, frame).Build();
        using var deadline = new CancellationTokenSource(_options.Within, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, deadline.Token);
        var fault = PlatformFault.Timeout;
        try
        {
            for (var attempt = 0; attempt < _options.Attempts; attempt++)
            {
                if (attempt > 0) await Task.Delay(PauseBefore(attempt), _time, either.Token);
                (var answer, fault) = await AttemptAsync(id, body, either.Token);
                if (answer is not null) return new FaceMatch(answer.Same, answer.Score, answer.Threshold);
                if (fault is not (PlatformFault.Offline or PlatformFault.Timeout or PlatformFault.Busy)) break;
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // The time for all attempts is over.
            fault = PlatformFault.Timeout;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(body);
        }

        return new Failure(DeviceFault.VisionFailed, $"face platform: {fault}");
    }

    public ValueTask DisposeAsync()
    {
        _line.Dispose();
        return default;
    }

    private async Task<(CompareAnswer? Answer, PlatformFault Fault)> AttemptAsync(
        string id, byte[] body, CancellationToken stop)
    {
        using var deadline = new CancellationTokenSource(_options.AttemptWithin, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, deadline.Token);
        try
        {
            return await _line.AskAsync(id, body, either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return (null, PlatformFault.Timeout);
        }
    }

    private TimeSpan PauseBefore(int attempt) =>
        _options.FirstPause * Math.Pow(2, attempt - 1) * (0.5 + (_chance.NextDouble() / 2));
}
