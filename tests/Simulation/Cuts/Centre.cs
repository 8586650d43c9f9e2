using Google.Protobuf;
using Grpc.Core;
using KioskSuite.CentralSystem;
using KioskSuite.Simulation.Shared;
using KioskSuite.Tests.Jobs;

namespace KioskSuite.Simulation.Cuts;

/// <summary>Central's files, and what is in them of the lost card and its replacements, oldest first.</summary>
internal sealed record CentreAsleep(IReadOnlyDictionary<string, byte[]> Files, IReadOnlyList<CentralCard> Cards);

/// <summary>A card as central has it; the ticket of a lost card is empty.</summary>
internal sealed record CentralCard(string Card, string State, string Ticket);

/// <summary>
/// The real central over its database, and the line to it in memory. It is opened when the first call reaches it,
/// and asked for its cards when a call may have changed them: most rows of the table need neither.
/// </summary>
internal sealed class Centre : CommandRelay, IDisposable
{
    private readonly HashSet<string> _replied = [];
    private readonly World _world;
    private readonly string _folder;
    private CentreAsleep? _asleep;
    private IReadOnlyList<CentralCard>? _cards;
    private CentralServer? _server;

    public Centre(World world, string folder, CentreAsleep? asleep)
    {
        (_world, _folder, _asleep, _cards) = (world, folder, asleep, asleep?.Cards);
        Line = new JourneyLine(this);
    }

    public JourneyLine Line { get; }

    /// <summary>No call arrives.</summary>
    public bool Away { get; set; }

    /// <summary>The first answer to each method is lost.</summary>
    public bool LosesReplies { get; set; }

    public IReadOnlyList<CentralCard> Cards() => _cards ??= Server().Database.Transact(work => work.All<CentralCard>(
        "SELECT card, state, coalesce(ticket, '') AS ticket FROM card WHERE card = @OldCard OR replaces = @OldCard "
        + "ORDER BY rowid",
        new { World.OldCard }));

    public CentreAsleep Sleep()
    {
        var cards = Cards();
        return _asleep ??= new(Files.Read(_folder), cards);
    }

    public void Dispose() => _server?.Dispose();

    protected override async Task<T> PassAsync<T>(
        string method, IMessage request, Func<CommandService, Task<T>> answer)
    {
        _world.Watch.Sends(method, request);
        if (Away)
        {
            throw Gone("away");
        }

        _world.Path.Spoil(request);
        (_cards, var server) = (null, Server());
        _asleep = null;
        try
        {
            var reply = await answer(server.Commands);
            return !LosesReplies || !_replied.Add(method)
                ? reply
                : throw Gone("the answer was lost");
        }
        catch (RpcException e)
        {
            _world.Watch.Require(e.StatusCode != StatusCode.AlreadyExists, "one key per intention", "another body");
            throw;
        }
    }

    private CentralServer Server()
    {
        if (_server is null && _asleep is not null)
        {
            Files.Write(_folder, _asleep.Files);
        }

        return _server ??= CentralServer.Open(
            _folder, _world.Seed, CentralFault.None, _world.Time, CardKeys.Supplies);
    }
}
