using Google.Protobuf;
using Grpc.Core;
using KioskSuite.CentralSystem;
using KioskSuite.Messages.Central;
using KioskSuite.Tests.Jobs;
using Dapper;

namespace KioskSuite.Simulation.Cuts;

/// <summary>The real central over a file, and the line to it in memory.</summary>
internal sealed class Centre : IDisposable
{
    private static readonly string[] s_methods =
        ["LookUp", "StopCard", "OrderCard", "Personalise", "Prove", "Activate", "VoidCard"];

    private readonly World _world;
    private readonly CentralServer _server;
    private readonly HashSet<string> _replied = [];

    public Centre(World world, string folder)
    {
        _world = world;
        Folder = folder;
        _server = CentralServer.Open(folder, world.Seed, CentralFault.None, world.Time);
        Line = new JourneyLine(_server.Commands);
        foreach (var method in s_methods)
        {
            Line.Rules[method] = (request, through) => CallAsync(method, request, through);
        }
    }

    public string Folder { get; }

    public JourneyLine Line { get; }

    /// <summary>No call arrives.</summary>
    public bool Away { get; set; }

    /// <summary>The first answer to each method is lost.</summary>
    public bool LosesReplies { get; set; }

    /// <summary>The lost card and its replacements, oldest first: reference, state and ticket.</summary>
    public IReadOnlyList<CentralCard> Cards() => _server.Database.Transact(work => work.All<CentralCard>(
        "SELECT card, state, coalesce(ticket, '') AS ticket FROM card WHERE card = @OldCard OR replaces = @OldCard "
        + "ORDER BY rowid",
        new { World.OldCard }));

    public void Dispose() => _server.Dispose();

    private async Task<IMessage> CallAsync(string method, IMessage request, Func<Task<IMessage>> through)
    {
        _world.Watch.Sends(method, request);
        Away |= method == _world.Path.AwayFrom && !_world.WasCut;
        if (Away)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "away"));
        }

        _world.Path.Spoil(request);
        IMessage reply;
        try
        {
            reply = await through();
        }
        catch (RpcException e)
        {
            _world.Watch.Require(e.StatusCode != StatusCode.AlreadyExists, "one key per intention", "another body");
            throw;
        }

        return !LosesReplies || !_replied.Add(method)
            ? reply
            : throw new RpcException(new Status(StatusCode.Unavailable, "the answer was lost"));
    }
}

internal sealed record CentralCard(string Card, string State, string Ticket);
