using KioskSuite.KioskInABox.Camera.Rendering;

namespace KioskSuite.KioskInABox.Camera;

/// <summary>One quantity of a body in time: at rest, or on its way to where it is wanted.</summary>
internal sealed class Motion(float rest)
{
    private const int MostLegs = 16;
    private readonly List<(TimeSpan Start, TimeSpan Takes, float From, float To)> _legs = [];
    private float _rest = rest;

    /// <summary>Goes there from where it is at the start; what was to begin later is forgotten.</summary>
    public void Go(float to, TimeSpan start, TimeSpan takes)
    {
        var from = At(start);
        _legs.RemoveAll(leg => leg.Start >= start);
        if (_legs.Count == MostLegs)
        {
            _rest = _legs[0].To;
            _legs.RemoveAt(0);
        }

        _legs.Add((start, takes, from, to));
    }

    public float At(TimeSpan at)
    {
        for (var i = _legs.Count - 1; i >= 0; i--)
        {
            var leg = _legs[i];
            if (leg.Start <= at)
            {
                var share = (float)((at - leg.Start) / leg.Takes);
                return Noise.Between(leg.From, leg.To, Noise.Step(0, 1, share));
            }
        }

        return _rest;
    }
}
