using System.Text;
using Google.Protobuf;
using KioskSuite.Devices;
using KioskSuite.Issuance.Products;
using KioskSuite.Messages.Central;

namespace KioskSuite.CentralSystem;

/// <summary>The stripe's part of a script.</summary>
internal static class Stripes
{
    /// <summary>Puts three tracks and their field into the script; a product without a stripe gets neither.</summary>
    public static Script Load(Script script, ProfileStripe stripe, Func<StripeTracks> make)
    {
        if (stripe == ProfileStripe.None)
            return script;
        var tracks = make();
        string[] data = [tracks.Track1, tracks.Track2, tracks.Track3];
        script.Tracks.Add(data.Select(track => ByteString.CopyFrom(track, Encoding.ASCII)));
        script.Coercivity = stripe == ProfileStripe.HiCo ? "high" : "low";
        return script;
    }
}
