using KioskSuite.Devices;

namespace KioskSuite.IdReader.Sdt;

/// <summary>
/// Knows the block of simulated cards only: tag <c>KSP1</c>, u32 big-endian length, JPEG. Inside the 1024 bytes a JPEG
/// has room for 1016; the figure of 1018 is taken as an upper bound that the block itself does not reach.
/// For demonstrations; a site that reads real cards configures its licensed decoder.
/// </summary>
public sealed class TaggedPortraitDecoder : IPortraitDecoder
{
    public Outcome<Portrait> Decode(ReadOnlySpan<byte> block) => TaggedPhoto.Parse(block) is { } photo
        ? new Portrait(photo.Jpeg)
        : DeviceFault.NoPortrait;
}

/// <summary>For a site without a licensed decoder: no block gives a portrait.</summary>
public sealed class NoPortraitDecoder : IPortraitDecoder
{
    public Outcome<Portrait> Decode(ReadOnlySpan<byte> block) => DeviceFault.NoPortrait;
}
