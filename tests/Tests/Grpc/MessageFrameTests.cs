using System.Buffers;
using System.IO.Pipelines;
using FsCheck;
using FsCheck.Fluent;
using Grpc.Core;
using KioskSuite.Grpc.Wire;

namespace KioskSuite.Tests.Grpc;

public sealed class MessageFrameTests
{
    [Fact]
    public void A_message_is_flag_length_and_payload()
    {
        var frame = MessageSerializer.Frame(TestService.Bytes, "abc"u8.ToArray());

        Convert.ToHexString(frame.Span).ShouldBe("0000000003616263");
        var parsed = MessageFrame.Parse(new(frame), 3);
        parsed.State.ShouldBe(FrameState.Complete);
        parsed.Payload.ToArray().ShouldBe("abc"u8.ToArray());
    }

    [Fact]
    public void An_empty_message_is_five_zero_bytes() =>
        MessageSerializer.Frame(TestService.Bytes, []).ToArray().ShouldBe(new byte[5]);

    [Theory]
    [InlineData("", 10, nameof(FrameState.Incomplete))]
    [InlineData("00000000", 10, nameof(FrameState.Incomplete))]
    [InlineData("000000000361", 10, nameof(FrameState.Incomplete))]
    [InlineData("000000000A", 10, nameof(FrameState.Incomplete))]
    [InlineData("000000000B", 10, nameof(FrameState.TooLong))]
    [InlineData("00FFFFFFFF", 10, nameof(FrameState.TooLong))]
    [InlineData("0080000000", int.MaxValue, nameof(FrameState.TooLong))]
    [InlineData("01", 10, nameof(FrameState.Compressed))]
    [InlineData("02", 10, nameof(FrameState.BadFlag))]
    public void The_prefix_alone_decides_what_follows(string hex, int maxLength, string state) =>
        MessageFrame.Parse(new(Convert.FromHexString(hex)), maxLength).State.ToString().ShouldBe(state);

    [Fact]
    public void A_frame_never_shows_its_payload()
    {
        var frame = MessageSerializer.Frame(TestService.Bytes, "6222"u8.ToArray());
        MessageFrame.Parse(new(frame), 10).ToString().ShouldBe("Complete, 4 bytes");
    }

    [Fact]
    public void Messages_survive_any_cut_into_packets() =>
        Prop.ForAll<byte[][], byte>(async (messages, cut) =>
        {
            var sent = messages.SelectMany(m => MessageSerializer.Frame(TestService.Bytes, m).ToArray()).ToArray();
            var reader = new MessageReader(Cut(sent, cut + 1), 1 << 20);
            foreach (var message in messages)
                (await reader.ReadAsync(TestService.Bytes, CancellationToken.None)).ShouldBe(message);
            (await reader.ReadAsync(TestService.Bytes, CancellationToken.None)).ShouldBeNull();
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Random_bytes_are_messages_an_end_or_a_typed_error() =>
        Prop.ForAll<byte[], byte>(async (garbage, cut) =>
        {
            var reader = new MessageReader(Cut([0, .. garbage], cut + 1), 100);
            try
            {
                while (await reader.ReadAsync(TestService.Bytes, CancellationToken.None) is { } message)
                    message.Length.ShouldBeLessThanOrEqualTo(100);
            }
            catch (RpcException e)
            {
                e.StatusCode.ShouldBeOneOf(StatusCode.Internal, StatusCode.ResourceExhausted);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task A_stream_that_ends_inside_a_message_is_an_error_not_an_end()
    {
        var reader = new MessageReader(Cut([0, 0, 0, 0, 3, 1], 100), 100);

        var e = await Should.ThrowAsync<RpcException>(
            () => reader.ReadAsync(TestService.Bytes, CancellationToken.None));

        e.StatusCode.ShouldBe(StatusCode.Internal);
    }

    [Fact]
    public void A_marshaller_that_fails_is_internal_and_its_text_stays_home()
    {
        var broken = Marshallers.Create<byte[]>((_, _) => throw new FormatException("6222 0000"), _ => []);

        var e = Should.Throw<RpcException>(() => MessageSerializer.Frame(broken, []));

        e.StatusCode.ShouldBe(StatusCode.Internal);
        e.Message.ShouldNotContain("6222");
    }

    private static PipeReader Cut(byte[] bytes, int size)
    {
        var first = new Piece([]);
        var last = bytes.Chunk(size).Aggregate(first, (piece, chunk) => piece.Then(chunk));
        return PipeReader.Create(new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length));
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(byte[] bytes) => Memory = bytes;

        public Piece Then(byte[] bytes)
        {
            var next = new Piece(bytes) { RunningIndex = RunningIndex + Memory.Length };
            Next = next;
            return next;
        }
    }
}
