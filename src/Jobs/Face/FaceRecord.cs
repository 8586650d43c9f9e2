using System.Security.Cryptography;
using Google.Protobuf;
using KioskSuite.Devices;
using KioskSuite.Identity.Liveness;
using KioskSuite.Jobs.Issue;
using KioskSuite.Messages.Evidence;

namespace KioskSuite.Jobs.Face;

/// <summary>A try in all detail, for central's eyes only: it is sealed before it touches a disk.</summary>
internal static class FaceRecord
{
    public static FaceEvidence Of(FaceSeen seen, LivenessPlan plan, LivenessRules rules) => new()
    {
        RulesVersion = (uint)rules.Version,
        Plan = { plan.Steps.Select(s => s.ToString()) },
        Colours = { plan.Colours.Select(c => c.ToString()) },
        Outcome = seen.Verdict?.Outcome.ToString() ?? "Left",
        Steps = { (seen.Verdict?.Steps ?? []).Select(Of) },
        Cues = { (seen.Verdict?.Cues ?? []).Select(Of) },
        Matched = seen.Match is { Same: true },
        MatchScore = seen.Match?.Score ?? 0,
        MatchThreshold = seen.Match?.Threshold ?? 0,
        BestFrameSha256 = ByteString.CopyFrom(seen.BestFrameSha256),
        DisplayedMs = { seen.Displayed.OrderBy(d => d.Key).Select(d => Milliseconds(d.Value)) },
        Frames = seen.Frames.Measured,
        FramesDropped = seen.Frames.Dropped,
    };

    /// <summary>Which document it was, without a word of it: kind, number and portrait in one hash.</summary>
    public static ByteString HashOf(IdDocument document, string tokenKey) =>
        ByteString.CopyFrom(SHA256.HashData(
            [.. DocumentToken.Of(document, tokenKey).Span, .. SHA256.HashData(document.Portrait.Value.Jpeg)]));

    /// <summary>Which files of the site's found and compared the face, if any did.</summary>
    public static void NameModels(FaceEvidence record, FaceDevices devices)
    {
        if (devices.Analyser.Model is { } detector)
        {
            record.Model = detector.Name;
            record.ModelSha256 = ByteString.CopyFrom(Convert.FromHexString(detector.Sha256));
        }

        if (devices.Matcher.Model is { } matcher)
        {
            record.MatcherModel = matcher.Name;
            record.MatcherModelSha256 = ByteString.CopyFrom(Convert.FromHexString(matcher.Sha256));
        }
    }

    private static FaceStep Of(StepResult s) => new()
    {
        Step = s.Step.ToString(),
        BeganMs = Milliseconds(s.Began),
        EndedMs = Milliseconds(s.Ended),
        Done = s.Done,
    };

    private static FaceCue Of(CueResult c) =>
        new() { Name = c.Name, Score = c.Score, Threshold = c.Threshold, Passed = c.Passed };

    private static uint Milliseconds(TimeSpan t) => (uint)Math.Clamp(t.TotalMilliseconds, 0, uint.MaxValue);
}
