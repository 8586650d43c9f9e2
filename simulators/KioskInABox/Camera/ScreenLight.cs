using System.Numerics;

namespace KioskSuite.KioskInABox.Camera;

/// <summary>What colour the kiosk's screen showed when; the last few changes.</summary>
internal sealed class ScreenLight
{
    private const int MostChanges = 32;
    private static readonly Vector3 s_page = new(0.5f);

    private static readonly Dictionary<string, Vector3> s_colours = new(StringComparer.Ordinal)
    {
        ["red"] = new(1, 0, 0),
        ["yellow"] = new(1, 1, 0),
        ["green"] = new(0, 1, 0),
        ["cyan"] = new(0, 1, 1),
        ["blue"] = new(0, 0, 1),
        ["magenta"] = new(1, 0, 1),
    };

    private readonly List<(TimeSpan At, string? Colour)> _changes = [];

    /// <exception cref="ArgumentException">The flash has no such colour.</exception>
    public void Show(string? colour, TimeSpan at)
    {
        if (colour is not null && !s_colours.ContainsKey(colour))
        {
            throw new ArgumentException($"the flash has no colour {colour}", nameof(colour));
        }

        if (_changes.Count > 0 && _changes[^1].Colour == colour)
        {
            return;
        }

        if (_changes.Count == MostChanges)
        {
            _changes.RemoveAt(0);
        }

        _changes.Add((at, colour));
    }

    public string? ColourAt(TimeSpan at) => _changes.FindLast(change => change.At <= at).Colour;

    /// <summary>Each channel 0 to 1.</summary>
    public Vector3 At(TimeSpan at) => ColourAt(at) is { } colour ? s_colours[colour] : s_page;
}
