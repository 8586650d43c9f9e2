using System.Security.Cryptography;
using Google.Protobuf;
using KioskSuite.Devices;
using KioskSuite.Identity.Liveness;
using KioskSuite.Jobs.Board;
using KioskSuite.Messages.Entries;
using KioskSuite.Messages.Evidence;

namespace KioskSuite.Jobs.Face;

/// <summary>
/// Proves by camera that a living person stands here and is the document's owner (N8). Pass or not leaves it; how it
/// came to that is sealed evidence, journaled by hash. No picture is kept.
/// </summary>
internal sealed class FaceCheck(
    Steps steps, FaceDevices devices, FaceParts parts, JourneyBoard board, Policies policies, KioskIdentity kiosk,
    TimeProvider time)
{
    /// <returns>Null when it was proved; else why a teller's eyes must.</returns>
    public async Task<OtherWay?> ProveAsync(ulong c, IdDocument document, FaceConsent consent, CancellationToken stop)
    {
        try
        {
            for (var number = 1; number <= policies.FaceTries; number++)
            {
                var seen = await TryAsync(c, number, document, consent, stop);
                if (seen is null || seen.Left)
                {
                    return seen is null ? OtherWay.CameraAway : OtherWay.FaceWaived;
                }

                if (seen.Proved)
                {
                    return null;
                }
            }

            return OtherWay.FaceNotProved;
        }
        finally
        {
            board.Show(v => v with { Scene = Scene.Working, Face = null });
        }
    }

    /// <returns>Null when camera, analysis or evidence failed: journaled, and no try will do better.</returns>
    private async Task<FaceSeen?> TryAsync(
        ulong c, int number, IdDocument document, FaceConsent consent, CancellationToken stop)
    {
        var nonce = new byte[LivenessPlan.NonceBytes];
        parts.Random.GetBytes(nonce);
        var plan = LivenessPlan.Of(nonce);
        var attempt = new LivenessTry(plan, policies.Liveness);
        var run = new FaceTry(devices, parts.Board, attempt, BitConverter.ToUInt32(nonce), time);
        void Show(FacePrompt prompt, FlashShown? flash) => board.Show(v => v with
        {
            Scene = Scene.Face,
            Face = new FaceView(prompt, number, policies.FaceTries, flash, devices.Matcher.Method),
        });

        var portrait = document.Portrait.Value.Jpeg;
        FaceSeen seen;
        try
        {
            seen = await steps.Do(
                c, Act.CheckFace, devices.Camera.Name, devices.Camera.Link,
                () => run.RunAsync(portrait, Show, stop), stop);
        }
        catch (StepFailed e) when (e.Fault != DeviceFault.None)
        {
            await steps.Note(c, new FaceChecked { Try = (uint)number }, stop);
            return null;
        }

        var record = FaceRecord.Of(seen, plan, policies.Liveness);
        record.Nonce = ByteString.CopyFrom(nonce);
        record.Try = (uint)number;
        record.PortraitSha256 = ByteString.CopyFrom(SHA256.HashData(portrait));
        record.DocumentSha256 = FaceRecord.HashOf(document, kiosk.DocumentTokenKey);
        return await SealAsync(c, record, seen, consent, stop) ? seen : null;
    }

    // What cannot be shown to have happened did not happen: without evidence a teller looks.
    private async Task<bool> SealAsync(
        ulong c, FaceEvidence record, FaceSeen seen, FaceConsent consent, CancellationToken stop)
    {
        record.Kiosk = kiosk.Id;
        record.Case = c;
        record.At = time.GetUtcNow().ToUnixTimeMilliseconds();
        record.Software = parts.Software;
        record.ConfigSha256 = ByteString.CopyFrom(parts.ConfigSha256.Span);
        record.Camera = devices.Camera.Name;
        record.Analyser = devices.Analyser.Method;
        record.Matcher = devices.Matcher.Method;
        FaceRecord.NameModels(record, devices);
        record.ConsentSha256 = ByteString.CopyFrom(consent.ShownSha256);
        if (await parts.Evidence.WriteAsync(c, "face", record.ToByteArray(), stop) is not { } file)
        {
            return false;
        }

        await steps.Note(
            c,
            new FaceChecked
            {
                Try = record.Try,
                Proved = seen.Proved,
                Evidence = file.Name,
                Sha256 = ByteString.CopyFrom(file.Sha256),
                Length = (ulong)file.Length,
            },
            stop);
        return true;
    }
}
