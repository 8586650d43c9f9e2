using KioskSuite.Journal;

namespace KioskSuite.Tests.Journal;

/// <summary>The two vectors freeze the format on disk for every program that will ever read it.</summary>
public sealed class EntryHashTests
{
    private static readonly byte[] Epoch = [.. Enumerable.Range(0, 16).Select(i => (byte)i)];

    [Fact]
    public void Both_vectors_of_the_format_hold()
    {
        var first = EntryHash.Of(Epoch, 1, new byte[32], 1780000000000, 1, 5000000, 0, "epoch.opened"u8, []);
        Convert.ToHexStringLower(first).ShouldBe("25a5d355de8e8eb053fc91bc864ef3d6df75a3fbf6f89f0c0143260e733c92e8");

        var second = EntryHash.Of(Epoch, 2, first, 1780000000250, 1, 5250000, 2, "case.opened"u8, [0x0a, 0x01, 0x01]);
        Convert.ToHexStringLower(second).ShouldBe("b4b5187f80895323505fdc9defd26077250b5a62baa64ce067152802f11398a8");
    }

    [Fact]
    public void Moving_a_byte_from_the_kind_to_the_payload_changes_the_hash()
    {
        var one = EntryHash.Of(Epoch, 1, new byte[32], 0, 1, 0, 0, "ab"u8, "c"u8);
        var other = EntryHash.Of(Epoch, 1, new byte[32], 0, 1, 0, 0, "a"u8, "bc"u8);
        one.ShouldNotBe(other);
    }
}
