using System.Security.Cryptography;
using System.Text;
using KioskSuite.Identity.Liveness;

namespace KioskSuite.Benchmarks.PadSuite;

/// <summary>The kiosk's side: frames and display times in, a decision out, on a clock that nobody waits for.</summary>
internal sealed class Booth(IMeter meter, LivenessRules rules)
{
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);

    /// <param name="presentation">Names the decision, and draws the nonces.</param>
    /// <param name="stage">What is before the camera.</param>
    /// <param name="tries">At most so many, until one passes.</param>
    public Decision Decide(int presentation, IStage stage, int tries)
    {
        var (verdicts, took) = (new List<LivenessVerdict>(), new List<TimeSpan>());
        var (now, frames, cpu) = (TimeSpan.FromSeconds(1), 0, meter.Cpu);
        BestPicture? best = null;
        while (verdicts.Count < tries && !verdicts.Exists(verdict => verdict.Outcome == LivenessOutcome.Live))
        {
            var nonce = SHA256.HashData(Encoding.ASCII.GetBytes($"pad-suite {presentation} {verdicts.Count}"));
            var attempt = new LivenessTry(LivenessPlan.Of(nonce.AsSpan(0, LivenessPlan.NonceBytes)), rules);
            var began = now;
            var play = new Play(attempt, stage, meter, began, BitConverter.ToUInt32(nonce, LivenessPlan.NonceBytes));
            while (attempt.Verdict is null)
            {
                play.Picture(now);
                (now, frames) = (now + s_period, frames + 1);
            }

            verdicts.Add(attempt.Verdict);
            took.Add(now - began);
            best = play.Best is { } jpeg && attempt.Verdict.BestFace is { } face ? new(jpeg, face) : null;
            stage.Show(FacePrompt.None, now);
            stage.Light(null, now);
            now += s_pause;
        }

        return new(presentation, verdicts, took, frames, meter.Cpu - cpu, best);
    }

    /// <summary>One try.</summary>
    private sealed class Play(LivenessTry attempt, IStage stage, IMeter meter, TimeSpan began, uint session)
    {
        private FlashShown? _flash;
        private (int Number, TimeSpan At)? _stamp;

        /// <summary>The picture that the product would compare with the document's portrait.</summary>
        public byte[]? Best { get; private set; }

        public void Picture(TimeSpan now)
        {
            var jpeg = stage.NextFrame(now);
            if (_stamp is { } stamp)
            {
                attempt.Displayed(stamp.Number, stamp.At - began);
                _stamp = null;
            }

            var measured = meter.Measure(jpeg, attempt.NextTask(session));
            if (measured.Ok)
            {
                var isBest = attempt.Observe(now - began, SHA256.HashData(jpeg), measured.Value);
                Best = isBest ? jpeg : Best;
            }
            else
            {
                attempt.Elapse(now - began);
            }

            stage.Show(attempt.Prompt, now);
            if (attempt.Flash != _flash)
            {
                _flash = attempt.Flash;
                var at = stage.Light(_flash, now);
                _stamp = _flash is { } flash ? (flash.Number, at) : null;
            }
        }
    }
}
