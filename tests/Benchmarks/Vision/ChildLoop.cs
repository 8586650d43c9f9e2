using System.Diagnostics;
using KioskSuite.Devices;
using KioskSuite.Imaging;

namespace KioskSuite.Benchmarks.Vision;

/// <summary>The product: each picture through the imaging process and back, faces looked for in every one.</summary>
internal sealed class ChildLoop(string name, ImagingOptions options, IReadOnlyList<byte[]> clip) : IContestant
{
    private readonly ImagingProcess _imaging = new(options, TimeProvider.System);
    private uint _session;

    public string Name => name;

    public async Task<Pass> PassAsync(CancellationToken stop)
    {
        await WarmAsync(stop);
        var (hits, points, session) = (0, 0, ++_session);
        FaceBox? anchor = null;
        var anchored = false;
        var processor = ProcessorTime.Of(Environment.ProcessId, _imaging.ChildId ?? 0);
        var began = Stopwatch.GetTimestamp();
        foreach (var picture in clip)
        {
            if (picture.Length == 0)
            {
                (session, anchor, anchored) = (++_session, null, false);
                continue;
            }

            var task = new FaceTask(session, Detect: true, anchored ? null : anchor);
            anchored |= anchor is not null;
            var measured = await _imaging.MeasureAsync(picture, task, stop);
            if (measured.Failure is { } failure) throw new InvalidOperationException($"{name}: {failure}");
            var measures = measured.Value;
            if (measures.Faces.Count > 0) hits++;
            if (!anchored && measures.Faces.Count > 0) anchor = measures.Faces[0];
            points = measures.Points.Count(point => point.Found);
        }

        var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return new Pass(
            took, ProcessorTime.Of(Environment.ProcessId, _imaging.ChildId ?? 0) - processor, hits, points);
    }

    public ValueTask DisposeAsync() => _imaging.DisposeAsync();

    /// <summary>Starts the child, so that its start is no part of the first round.</summary>
    private async Task WarmAsync(CancellationToken stop)
    {
        if (_imaging.ChildId is null) _ = await _imaging.MeasureAsync(clip[0], new FaceTask(++_session, true), stop);
    }
}
