using Google.Protobuf;
using Grpc.Core;
using KioskSuite.CentralSystem;
using KioskSuite.Simulation.Shared;
using KioskSuite.Tests.Jobs;

namespace KioskSuite.Simulation.Scenarios;

/// <summary>The real central, and a line in memory on which goes wrong what the scenario says.</summary>
internal sealed class ScriptedCentre : CommandRelay, IDisposable
{
    private readonly CallFaults _faults;
    private readonly CentralServer _server;
    private readonly TimeProvider _time;
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ScriptedCentre(string folder, Seed seed, string fault, string hold, TimeProvider time)
    {
        var scripted = fault.Length == 0 ? CentralFault.None : CentralFault.Named(fault);
        _faults = new CallFaults(scripted ?? throw new ArgumentException($"no fault of central: {fault}"), hold);
        _server = CentralServer.Open(folder, seed, scripted, time, CardKeys.Supplies);
        _time = time;
        Line = new JourneyLine(this);
    }

    public JourneyLine Line { get; }

    /// <summary>The answer of the point is held back now.</summary>
    public bool Holds { get; private set; }

    /// <summary>Central is back for good.</summary>
    public void Return() => _faults.Return();

    public void Release() => _held.TrySetResult();

    /// <summary>States of a card and of its last replacement, or none.</summary>
    public (string Old, string New) StatesOf(string card) => _server.Database.Transact(work => (
        work.One<string>("SELECT state FROM card WHERE card = @card", new { card })!,
        work.One<string>(
            "SELECT state FROM card WHERE replaces = @card ORDER BY rowid DESC LIMIT 1", new { card }) ?? "none"));

    public void Dispose() => _server.Dispose();

    protected override async Task<T> PassAsync<T>(
        string method, IMessage request, Func<CommandService, Task<T>> answer)
    {
        var fate = _faults.Arrive(method);
        if (fate is Fate.Away or Fate.Before)
        {
            throw Gone($"{fate}");
        }

        if (fate == Fate.Slow)
        {
            await Task.Delay(CallFaults.SlowAnswer, _time);
        }

        var reply = await answer(_server.Commands);
        switch (fate)
        {
            case Fate.During or Fate.Lost:
                throw Gone($"{fate}");
            case Fate.Twice:
                throw new RpcException(new Status(StatusCode.Internal, "two messages in one answer"));
            case Fate.Hold:
                Holds = true;
                await _held.Task;
                break;
        }

        return reply;
    }
}
