using FsCheck;
using FsCheck.Fluent;
using Grpc.Core;
using KioskSuite.Grpc.Wire;

namespace KioskSuite.Tests.Grpc;

public sealed class MetadataTests
{
    [Fact]
    public void Bytes_travel_as_base64_without_padding()
    {
        var metadata = new Metadata { { "X-Kiosk", "k 1" }, { "trace-bin", Convert.FromHexString("ABABABAB") } };

        var fields = MetadataHeaders.Write(metadata);

        fields.ShouldBe([new("x-kiosk", "k 1"), new("trace-bin", "q6urqw")]);
    }

    [Fact]
    public void Padded_unpadded_and_joined_values_are_read()
    {
        var metadata = Read("a-bin", "q6urqw==,q6urqw, AA", "");

        metadata.Select(e => Convert.ToHexString(e.ValueBytes)).ShouldBe(["ABABABAB", "ABABABAB", "00", ""]);
    }

    [Fact]
    public void Broken_base64_is_left_out_and_text_is_never_split()
    {
        Read("a-bin", "q6u!", "A", "AA").Count.ShouldBe(1);
        Read("a", "one, two").ShouldHaveSingleItem().Value.ShouldBe("one, two");
    }

    [Theory]
    [InlineData("grpc-status")]
    [InlineData("grpc-timeout")]
    [InlineData("content-type")]
    [InlineData(":path")]
    public void The_wires_own_fields_are_no_metadata(string name)
    {
        Read(name, "1").ShouldBeEmpty();
        Should.Throw<ArgumentException>(() => MetadataHeaders.Write(new Metadata { { name, "1" } }));
    }

    [Theory]
    [InlineData("a b", "1")]
    [InlineData("", "1")]
    [InlineData("a", "line\nbreak")]
    public void What_http_forbids_is_refused_before_it_is_sent(string key, string value) =>
        Should.Throw<ArgumentException>(() => MetadataHeaders.Write(new Metadata { { key, value } }));

    [Fact]
    public void Any_bytes_come_back_and_any_field_is_survived() =>
        Prop.ForAll<byte[], string>((bytes, text) =>
        {
            var sent = MetadataHeaders.Write(new Metadata { { "a-bin", bytes } }).ShouldHaveSingleItem();
            Read(sent.Key, sent.Value).ShouldHaveSingleItem().ValueBytes.ShouldBe(bytes);
            Read("b-bin", text, "=" + text + "==").Count.ShouldBeLessThanOrEqualTo(2 * ((text?.Length ?? 0) + 1));
        }).QuickCheckThrowOnFailure();

    private static Metadata Read(string name, params string?[] values)
    {
        var metadata = new Metadata();
        MetadataHeaders.Read(metadata, name, values);
        return metadata;
    }
}
