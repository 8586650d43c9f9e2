using KioskSuite.KioskInABox.World;

namespace KioskSuite.KioskInABox.Camera;

/// <summary>
/// Who stands before the kiosk's camera in this world, and what they see on its screen. Any thread; who is there is
/// decided anew by the world's faults whenever the camera is opened.
/// </summary>
internal sealed class Presence(World.World world, TimeProvider time, uint seed)
{
    /// <summary>Another person's number is this far away, so that they differ in every trait.</summary>
    private const int Another = 11;
    private readonly Lock _gate = new();
    private readonly long _began = time.GetTimestamp();
    private Subject _subject = new(Someone.Nobody, seed);
    private string _prompt = "none";
    private string? _colour;
    private bool _alone;
    private uint _sessions;

    /// <summary>Identity of the document's owner, who stands there unless a fault sends another.</summary>
    public int Face { get; set; }

    /// <summary>The clock of subjects.</summary>
    public TimeSpan Now => time.GetElapsedTime(_began);

    public Subject Subject
    {
        get
        {
            lock (_gate)
            {
                return _subject;
            }
        }
    }

    /// <summary>The screen asks for something, in its own words, and shows this colour of the flash or none.</summary>
    public void See(string prompt, string? colour)
    {
        lock (_gate)
        {
            (_prompt, _colour) = (prompt, colour);
            _alone |= prompt == "one-person-only";
            Tell();
        }
    }

    /// <summary>A new session with the camera: whoever is there now, sitting anew.</summary>
    /// <param name="studio">Used until the next session.</param>
    public SimulatedCamera Open(Studio studio)
    {
        lock (_gate)
        {
            var session = seed + ++_sessions;
            _subject = new(SomeoneNow(), session);
            Tell();
            var fault = world.Has(Fault.CameraFrozen) ? StreamFault.Frozen : StreamFault.None;
            return new(_subject, studio, session, fault);
        }
    }

    private void Tell()
    {
        _subject.Show(_prompt, Now);
        _subject.Light(_colour, Now);
    }

    private Someone SomeoneNow() =>
        world.Has(Fault.PhotoAttack) ? Someone.With(Species.WholePhoto, Face, Face + Another)
        : world.Has(Fault.BentPhoto) ? Someone.With(Species.BentPhoto, Face, Face + Another)
        : world.Has(Fault.ReplayAttack) ? Someone.With(Species.Video, Face, Face + Another, turnsMatch: true)
        : world.Has(Fault.FaceMismatch) ? Someone.Live(Face + Another)
        : world.Has(Fault.TwoFaces) && !_alone ? Someone.TwoPeople(Face, Face + Another)
        : Someone.Live(Face);
}
