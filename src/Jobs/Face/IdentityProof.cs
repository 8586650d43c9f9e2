using KioskSuite.Devices;
using KioskSuite.Identity;
using KioskSuite.Jobs.Board;
using KioskSuite.Jobs.Issue;

namespace KioskSuite.Jobs.Face;

/// <summary>
/// That the person is the document's owner: by camera where there is one and the person consents, else by a teller's
/// eyes (N9). A document that is not in order always goes to a teller (N10).
/// </summary>
public sealed class IdentityProof
{
    private readonly Questions _questions;
    private readonly IDeviceWatch _watch;
    private readonly KioskDevices _devices;
    private readonly FaceCheck? _face;
    private readonly TimeProvider _time;

    /// <param name="face">What a check by camera needs; null on a kiosk without one.</param>
    public IdentityProof(
        Steps steps, Questions questions, IDeviceWatch watch, JourneyBoard board, KioskDevices devices,
        FaceParts? face, Policies policies, KioskIdentity kiosk, TimeProvider time)
    {
        (_questions, _watch, _devices, _time) = (questions, watch, devices, time);
        _face = devices.Face is { } camera && face is not null
            ? new FaceCheck(steps, camera, face, board, policies, kiosk, time)
            : null;
    }

    /// <exception cref="StepFailed">Nobody proved it, or nobody answered.</exception>
    public async Task ProveAsync(ulong c, IdDocument document, CancellationToken stop)
    {
        var other = await ByFaceAsync(c, document, stop);
        if (other is not null)
        {
            await _questions.TellersEyesAsync(c, document, other.Value, stop);
        }
    }

    private async Task<OtherWay?> ByFaceAsync(ulong c, IdDocument document, CancellationToken stop)
    {
        var today = DateOnly.FromDateTime(_time.GetLocalNow().DateTime);
        if (_face is null || !document.Portrait.Ok || DocumentRules.Check(document, today).Count > 0)
        {
            return OtherWay.NoCamera;
        }

        if (_watch.Devices.Any(d => d.Device == _devices.Face!.Camera.Name && d.State != DeviceState.Ready))
        {
            return OtherWay.CameraAway;
        }

        return await _questions.ConsentToFaceAsync(c, stop) is { } consent
            ? await _face.ProveAsync(c, document, consent, stop)
            : OtherWay.FaceWaived;
    }
}
