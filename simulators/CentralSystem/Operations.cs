using System.Security.Cryptography;
using Google.Protobuf;
using KioskSuite.Messages.Central;

namespace KioskSuite.CentralSystem;

/// <summary>The idempotency table: a key is claimed in the transaction that does the work.</summary>
internal static class Operations
{
    /// <summary>Does the work once; the same key with the same body gets the stored reply.</summary>
    public static TReply Once<TReply>(
        Work work, Key key, IMessage request, MessageParser<TReply> parser, long at, Func<TReply> act)
        where TReply : IMessage<TReply>
    {
        if (Known(work, key, request) is { } known)
            return parser.ParseFrom(known.Reply);
        var reply = act();
        Claim(work, key, request, reply.ToByteArray(), at);
        return reply;
    }

    /// <summary>The stored claim, or null when the key is new.</summary>
    /// <exception cref="Grpc.Core.RpcException">ALREADY_EXISTS: the key was used for another request.</exception>
    public static Operation? Known(Work work, Key key, IMessage request)
    {
        var known = work.One<Operation>(
            "SELECT method, request_sha256 AS RequestSha256, reply FROM operation WHERE epoch = @Epoch AND seq = @Seq",
            new { Epoch = key.Epoch.ToByteArray(), Seq = (long)key.Seq });
        var same = known is null || (known.Method == MethodOf(request)
            && known.RequestSha256.AsSpan().SequenceEqual(SHA256.HashData(request.ToByteArray())));
        return same ? known : throw Refusal.OtherBody();
    }

    /// <param name="reply">What to answer again, or null for a reply that must not rest on disk.</param>
    public static void Claim(Work work, Key key, IMessage request, byte[]? reply, long at) => work.Execute(
        "INSERT INTO operation VALUES (@Epoch, @Seq, @Kiosk, @Method, @Hash, @Reply, @At)",
        new
        {
            Epoch = key.Epoch.ToByteArray(),
            Seq = (long)key.Seq,
            key.Kiosk,
            Method = MethodOf(request),
            Hash = SHA256.HashData(request.ToByteArray()),
            Reply = reply,
            At = at,
        });

    private static string MethodOf(IMessage request) => request switch
    {
        Stop => "StopCard",
        Order => "OrderCard",
        Opened => "Personalise",
        Proof => "Prove",
        Taken => "Activate",
        Spoilt => "VoidCard",
        _ => request.Descriptor.Name,
    };
}

internal sealed record Operation(string Method, byte[] RequestSha256, byte[]? Reply);
