using System.Security.Cryptography;
using KioskSuite.Imaging.Vision;

namespace KioskSuite.Imaging;

/// <summary>The child's side: answers requests one by one until its input ends.</summary>
internal sealed class ImagingLoop(Stream input, Stream output, FacePainter painter, FaceService faces)
{
    public const int Ended = 0;
    public const int BadFrame = 2;

    private readonly byte[] _request = GC.AllocateArray<byte>(ImagingFrames.RequestLimit, pinned: true);

    /// <returns>The exit code: <see cref="Ended"/>, or <see cref="BadFrame"/> when the input made no sense.</returns>
    public int Run()
    {
        while (true)
        {
            var prefix = _request.AsSpan(0, ImagingFrames.LengthBytes);
            var read = input.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false);
            if (read == 0) return Ended;
            var announced = ImagingFrames.ParseLength(prefix[..read], ImagingFrames.RequestLimit);
            if (announced is not { } length) return BadFrame;
            var frame = _request.AsMemory(0, length);
            if (input.ReadAtLeast(frame.Span, length, throwOnEndOfStream: false) < length) return BadFrame;
            if (ImagingRequest.Parse(frame) is not { } request) return BadFrame;
            var (status, data) = Answer(request);
            var answer = new ImagingAnswer(status, request.Id).Build(data);
            output.Write(answer);
            output.Flush();
            CryptographicOperations.ZeroMemory(answer);
            CryptographicOperations.ZeroMemory(data);
            CryptographicOperations.ZeroMemory(frame.Span);
        }
    }

    private (ImagingStatus Status, byte[] Data) Answer(ImagingRequest request)
    {
        switch (request.Operation)
        {
            case ImagingOperation.Measure when MeasureBody.Parse(request.Body) is { } measure:
                return (painter.Measure(measure), []);
            case ImagingOperation.Draw when DrawBody.Parse(request.Body) is { } draw:
                return painter.Draw(draw);
            case ImagingOperation.MeasureFace when MeasureFaceBody.Parse(request.Body) is { } face:
                return faces.Measure(face);
            case ImagingOperation.CompareFaces when CompareFacesBody.Parse(request.Body) is { } compare:
                return faces.Compare(compare);
            case ImagingOperation.Warm when request.Body.IsEmpty:
                painter.Warm();
                return (faces.Warm(), []);
            case ImagingOperation.LoadModels when request.Body.IsEmpty:
                return faces.LoadModels();
            default:
                return (ImagingStatus.BadRequest, []);
        }
    }
}
