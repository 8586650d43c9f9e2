using Google.Protobuf;
using Grpc.Core;
using KioskSuite.CentralSystem;
using KioskSuite.Journal;
using KioskSuite.Messages.Central;

namespace KioskSuite.Tests.Sealing;

/// <summary>The upload and central's desk over real gRPC.</summary>
public sealed class EvidenceUploadTests
{
    [Fact]
    public async Task What_waits_and_what_comes_later_is_carried_and_deleted_for_its_receipt()
    {
        await using var bench = await UploadBench.StartAsync();
        var (first, second) = (await bench.WriteAsync(3), await bench.WriteAsync(4, 1));
        bench.Run();
        await bench.UntilAsync(() => bench.Upload.Sent == 2);
        bench.Files.Pending().ShouldBeEmpty();

        var third = await bench.WriteAsync(5, SealedEvidence.LargestContent);
        await bench.UntilAsync(() => bench.Upload.Sent == 3);
        foreach (var (file, @case) in new[] { (first, 3ul), (second, 4ul), (third, 5ul) })
        {
            (await HaveAsync(bench, file, @case)).ShouldBe((true, (ulong)file.Length));
        }

        bench.Pauses.ShouldBe(0);
    }

    [Fact]
    public async Task A_broken_sending_goes_on_where_central_stopped()
    {
        await using var bench = await UploadBench.StartAsync();
        var file = await bench.WriteAsync(3);
        await CodeOf(() => bench.PutAsync(bench.ChunksOf(file, 3, 0, 40_000)), StatusCode.OutOfRange);
        (await HaveAsync(bench, file, 3)).ShouldBe((false, 40_000ul));
        var line = new ChunkCounter(bench.Channel.CreateCallInvoker());
        bench.Run(line: line);
        await bench.UntilAsync(() => bench.Upload.Sent == 1);
        line.First.ShouldBe(40_000ul);
        line.Bytes.ShouldBe(file.Length - 40_000);
        (await HaveAsync(bench, file, 3)).Whole.ShouldBeTrue();
    }

    [Fact]
    public async Task A_lost_receipt_sends_nothing_again()
    {
        await using var bench = await UploadBench.StartAsync();
        var file = await bench.WriteAsync(3, 1000);
        var receipt = await bench.PutAsync(bench.ChunksOf(file, 3, 0, (int)file.Length));
        receipt.Sha256.Span.SequenceEqual(file.Sha256).ShouldBeTrue();
        (await bench.PutAsync(bench.ChunksOf(file, 3, 0, 10))).ShouldBe(receipt, "the same question, the same answer");
        var line = new ChunkCounter(bench.Channel.CreateCallInvoker());
        bench.Run(line: line);
        await bench.UntilAsync(() => bench.Upload.Sent == 1);
        line.Bytes.ShouldBe(0);
        bench.Files.Pending().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_with_another_hash_is_refused_kept_and_does_not_hold_up_the_next()
    {
        await using var bench = await UploadBench.StartAsync();
        var (bad, good) = (await bench.WriteAsync(3), await bench.WriteAsync(4));
        bench.Run(new Spoiling(bench.Files, bad.Name));
        await bench.UntilAsync(() => bench.Upload is { Refused: 1, Sent: 1 });
        bench.Files.Pending().Single().Name.ShouldBe(bad.Name);
        (await HaveAsync(bench, bad, 3)).ShouldBe((false, 0ul), "nothing of it is kept");
        (await HaveAsync(bench, good, 4)).Whole.ShouldBeTrue();
    }

    [Fact]
    public async Task While_central_is_away_files_wait_and_go_when_it_is_back()
    {
        await using var bench = await UploadBench.StartAsync(CentralFault.CentralAway);
        var commands = new Commands.CommandsClient(bench.Channel);
        await commands.LookUpAsync(new Who { DocumentToken = ByteString.CopyFrom(new byte[32]) })
            .ResponseAsync.ContinueWith(_ => { }, TaskScheduler.Default);
        await bench.WriteAsync(3);
        bench.Run();
        await bench.UntilAsync(() => bench.Pauses > 2);
        (bench.Upload.Sent, bench.Upload.Refused, bench.Files.Pending().Count).ShouldBe((0, 0, 1));
        await bench.Central.ObeyAsync(new MemoryStream("return\n"u8.ToArray()), default);
        await bench.UntilAsync(() => bench.Upload.Sent == 1);
    }

    [Fact]
    public async Task Central_refuses_what_is_not_as_announced()
    {
        await using var bench = await UploadBench.StartAsync();
        var file = await bench.WriteAsync(3, 1000);
        EvidenceChunk Chunk() => bench.ChunksOf(file, 3, 0, (int)file.Length)[0];
        async Task Refused(StatusCode code, Action<EvidenceChunk> change)
        {
            var chunk = Chunk();
            change(chunk);
            await CodeOf(() => bench.PutAsync(chunk), code);
        }

        await Refused(StatusCode.InvalidArgument, c => c.Item = null);
        await Refused(StatusCode.InvalidArgument, c => c.Item.Kiosk = "");
        await Refused(StatusCode.InvalidArgument, c => c.Item.Name = "a b");
        await Refused(StatusCode.InvalidArgument, c => c.Item.Case = 0);
        await Refused(StatusCode.InvalidArgument, c => c.Item.Sha256 = ByteString.Empty);
        await Refused(StatusCode.InvalidArgument, c => c.Item.Length = 0);
        await Refused(StatusCode.InvalidArgument, c => c.Item.Length = (ulong)EvidenceDesk.LargestFile + 1);
        await Refused(StatusCode.InvalidArgument, c => c.Item.Length = 10);
        await Refused(StatusCode.OutOfRange, c => c.Offset = 1);
        await Refused(StatusCode.OutOfRange, c => c.Offset = ulong.MaxValue);
        await Refused(
            StatusCode.ResourceExhausted,
            c => c.Data = ByteString.CopyFrom(new byte[EvidenceService.LargestChunk + 1]));
        await Refused(StatusCode.DataLoss, c => c.Item.Case = 4);
        await Refused(StatusCode.DataLoss, c => c.Item.Name = "another.sealed");
        await Refused(StatusCode.DataLoss, c => c.Item.Kiosk = "kiosk-002");
        (await bench.PutAsync(Chunk())).At.ShouldBeGreaterThan(0);
        await Refused(StatusCode.AlreadyExists, c => c.Item.Sha256 = ByteString.CopyFrom(new byte[32]));
        await CodeOf(() => bench.PutAsync(), StatusCode.OutOfRange);
    }

    [Fact]
    public async Task Unfinished_files_of_a_kiosk_are_bounded()
    {
        await using var bench = await UploadBench.StartAsync();
        for (var n = 0; n <= EvidenceDesk.MostUnfinished; n++)
        {
            var file = new SealedFile($"{n}.sealed", new byte[32], 10);
            var chunk = new EvidenceChunk { Item = UploadBench.ItemOf(file, 1), Data = ByteString.CopyFrom(1) };
            await CodeOf(
                () => bench.PutAsync(chunk),
                n == EvidenceDesk.MostUnfinished ? StatusCode.ResourceExhausted : StatusCode.OutOfRange);
        }
    }

    private static async Task CodeOf(Func<Task> call, StatusCode code) =>
        (await Should.ThrowAsync<RpcException>(call)).StatusCode.ShouldBe(code);

    private static async Task<(bool Whole, ulong Offset)> HaveAsync(UploadBench bench, SealedFile file, ulong @case)
    {
        var have = await bench.Line.HaveAsync(UploadBench.ItemOf(file, @case));
        return (have.Whole, have.Offset);
    }

    /// <summary>Reads one file's last byte wrongly.</summary>
    private sealed class Spoiling(ISealedFolder folder, string name) : ISealedFolder
    {
        public Task NextWritten => folder.NextWritten;

        public IReadOnlyList<SealedFile> Pending() => folder.Pending();

        public EvidenceLabel? LabelOf(SealedFile file) => folder.LabelOf(file);

        public byte[] Read(SealedFile file)
        {
            var bytes = folder.Read(file);
            bytes[^1] ^= file.Name == name ? (byte)1 : (byte)0;
            return bytes;
        }

        public void Delete(SealedFile file) => folder.Delete(file);
    }
}
