using System.Diagnostics;
using Google.Protobuf;
using Grpc.Core;
using KioskSuite.Devices;
using KioskSuite.Jobs.Board;
using KioskSuite.Messages.Central;
using KioskSuite.Messages.Entries;
using Place = KioskSuite.Messages.Entries.Place;

namespace KioskSuite.Jobs;

/// <summary>One command to central under the key of its intention.</summary>
public delegate AsyncUnaryCall<TReply> KeyedCall<TReply>(Key key, CallOptions options);

/// <summary>All the machinery of a journey: journal the intention, act, journal the outcome; show it live.</summary>
public sealed class Steps(
    Ledger ledger, JourneyBoard board, IDeviceWatch watch, Backoff backoff, Policies policies, TimeProvider time,
    string kiosk)
{
    private const int MostSteps = 100;

    /// <summary>A device act without a card moving. Its failure is journaled and thrown.</summary>
    public async Task<T> Do<T>(
        ulong c, Act act, string device, string link, Func<ValueTask<Outcome<T>>> perform, CancellationToken stop)
    {
        var of = await Append(c, new ActIntended { Act = act, Device = device }, stop);
        var outcome = await Timed(c, Names.Of(act), device, link, perform);
        if (outcome.Failure is { } failure)
        {
            await Record(c, new ActFailed { Of = of, Fault = failure.Fault.ToString() });
            watch.Met(device, failure.Fault);
            throw new StepFailed(failure);
        }

        await Record(c, new ActDone { Of = of });
        return outcome.Value;
    }

    /// <summary>A device act that moves the card: custody changes hands in the same entry as the outcome.</summary>
    public async Task Move(
        ulong c,
        string item,
        Place from,
        Place to,
        IDevice device,
        Func<ValueTask<Outcome<Done>>> perform,
        CancellationToken stop)
    {
        var of = await Append(c, new Moving { Item = item, From = from, To = to }, stop);
        var outcome = await Timed(c, Names.Of(to), device.Name, device.Link, perform);
        await Record(c, Observed(of, item, from, to, outcome.Failure));
        if (outcome.Failure is { } failure)
        {
            watch.Met(device.Name, failure.Fault);
            throw new StepFailed(failure);
        }
    }

    /// <summary>
    /// A command to central: one key for all repetitions, full jitter, until the customer's patience ends.
    /// </summary>
    /// <param name="request">Without its key; journaled with the intention where it may be repeated later.</param>
    public Task<TReply> Ask<TReply>(
        ulong c, Call call, IMessage? request, KeyedCall<TReply> send, Func<TReply, CallDone?> done,
            CancellationToken stop) =>
        Timed(c, Names.Of(call), "central", "grpc", async () =>
        {
            var of = await ledger.AppendAsync(
                c, stop, new CallIntended { Call = call, Request = request?.ToByteString() ?? ByteString.Empty });
            return await Repeat(c, KeyOf(of[0].Seq, of[0].Hash, c), send, done, stop);
        });

    /// <summary>Repeats an open intention under its own key, as after a restart.</summary>
    public Task<TReply> AskAgain<TReply>(
        ulong c, Call call, ulong of, KeyedCall<TReply> send, Func<TReply, CallDone?> done, CancellationToken stop) =>
        Timed(c, Names.Of(call), "central", "grpc", () => Repeat(c, KeyOf(of, ledger.HashAt(of), c), send, done, stop));

    /// <summary>A person decides: what was shown is journaled by hash, and who answered what.</summary>
    public async Task<string> Answer(
        ulong c, Question kind, PendingQuestion question, string who, CancellationToken stop)
    {
        var of = await Append(c, new Asked { Question = kind, ShownSha256 = Shown(question) }, stop);
        var asked = board.Ask(question with { Id = of.ToString() }, teller: who == "teller");
        try
        {
            var option = await asked.WaitAsync(policies.AnswerWithin, time, stop);
            await Record(c, new Answered { Of = of, Who = who, Option = option });
            return option;
        }
        catch (TimeoutException)
        {
            await Append(c, new Messages.Entries.NotAnswered { Of = of }, stop);
            throw new StepFailed(Problem.NotAnswered);
        }
        finally
        {
            board.Show(v => v with { Scene = Scene.Working, Question = null, TellerQuestion = null });
        }
    }

    /// <summary>Puts a question about the machine to staff; journaled without a case, and without a deadline.</summary>
    internal async Task<(ulong Of, Signal<string> Answer)> AskStaff(
        Question kind, PendingQuestion question, CancellationToken stop)
    {
        var of = await Append(0, new Asked { Question = kind, ShownSha256 = Shown(question) }, stop);
        return (of, board.AskStaff(question with { Id = of.ToString() }));
    }

    public Task Note(ulong c, IMessage fact, CancellationToken stop) => Append(c, fact, stop);

    /// <summary>
    /// Calls central until it answers or the customer's patience ends, with full jitter between.
    /// </summary>
    /// <exception cref="StepFailed"><see cref="Problem.CentralAway"/>: no answer in all that time.</exception>
    /// <exception cref="RpcException">Central answered, with a refusal.</exception>
    public async Task<TReply> Patiently<TReply>(
        Func<CallOptions, AsyncUnaryCall<TReply>> send, CancellationToken stop)
    {
        var started = time.GetTimestamp();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var call = send(Options(stop));
                return await call.ResponseAsync;
            }
            catch (RpcException) when (stop.IsCancellationRequested)
            {
                throw new OperationCanceledException(stop);
            }
            catch (RpcException e) when (Transient(e.StatusCode))
            {
                if (time.GetElapsedTime(started) >= policies.CallPatience)
                {
                    throw new StepFailed(Problem.CentralAway);
                }

                await backoff.PauseAsync(attempt, stop);
            }
        }
    }

    private async Task<TReply> Repeat<TReply>(
        ulong c, Key key, KeyedCall<TReply> send, Func<TReply, CallDone?> done, CancellationToken stop)
    {
        try
        {
            var reply = await Patiently(options => send(key, options), stop);
            if (done(reply) is not { } outcome)
            {
                await Record(c, new CallRefused { Of = key.Seq, Status = nameof(Problem.CentralNonsense) });
                throw new StepFailed(Problem.CentralNonsense);
            }

            outcome.Of = key.Seq;
            await Record(c, outcome);
            return reply;
        }
        catch (RpcException e)
        {
            await Record(c, new CallRefused { Of = key.Seq, Status = e.StatusCode.ToString() });
            throw new StepFailed(Problem.CentralRefused);
        }
    }

    /// <summary>Options of one call: its deadline and the journey's end.</summary>
    private CallOptions Options(CancellationToken stop) =>
        new(deadline: (time.GetUtcNow() + policies.CallWithin).UtcDateTime, cancellationToken: stop);

    /// <summary>Statuses after which the same key may be sent again: nothing was decided, or nobody knows.</summary>
    public static bool Transient(StatusCode code) => code is StatusCode.Unavailable or StatusCode.DeadlineExceeded
        or StatusCode.ResourceExhausted or StatusCode.Internal or StatusCode.Unknown or StatusCode.Cancelled
        or StatusCode.Aborted or StatusCode.Unimplemented;      // also gRPC's word for an answer that came twice

    /// <summary>
    /// Runs a step and shows it live, to its own case's screen: running, then done or failed, and how long.
    /// </summary>
    public async Task<T> Timed<T>(ulong c, string name, string device, string link, Func<Task<T>> perform)
    {
        var index = Begin(c, name, device, link);
        var started = time.GetTimestamp();
        var state = "failed";
        try
        {
            var value = await perform();
            state = value is IFailable { Failed: true } ? "failed" : "done";
            return value;
        }
        finally
        {
            Finish(c, index, time.GetElapsedTime(started), state);
        }
    }

    private Task<Outcome<T>> Timed<T>(
        ulong c, string name, string device, string link, Func<ValueTask<Outcome<T>>> perform) =>
        Timed(c, name, device, link, () => perform().AsTask());

    private int Begin(ulong c, string name, string device, string link)
    {
        var index = int.MaxValue;
        board.Show(v =>
        {
            if (v.Case != c || v.Steps.Count >= MostSteps)
            {
                return v;
            }

            index = v.Steps.Count;
            return v with { Steps = [.. v.Steps, new StepView(name, device, link, 0, "running")] };
        });
        return index;
    }

    private void Finish(ulong c, int index, TimeSpan took, string state)
    {
        var ms = Math.Round(took.TotalMilliseconds, 1);
        board.Show(v => v.Case != c || index >= v.Steps.Count
            ? v
            : v with { Steps = [.. v.Steps.Select((s, i) => i == index ? s with { Ms = ms, State = state } : s)] });
    }

    private static ByteString Shown(PendingQuestion question) =>
        ByteString.CopyFrom(Convert.FromHexString(question.TextSha256));

    private static IMessage Observed(ulong of, string item, Place from, Place to, Failure? failure) => failure is null
        ? new Moved { Of = of, Item = item, From = from, To = to, Cause = "done" }
        : new MoveFailed { Of = of, Fault = failure.Fault.ToString() };

    // What is known is written even while the service ends: an outcome must not be lost to a signal.
    private async Task Record(ulong c, IMessage fact) => await ledger.AppendAsync(c, CancellationToken.None, fact);

    private async Task<ulong> Append(ulong c, IMessage fact, CancellationToken stop) =>
        (await ledger.AppendAsync(c, stop, fact))[0].Seq;

    private Key KeyOf(ulong seq, byte[] hash, ulong c) => new()
    {
        Epoch = ByteString.CopyFrom(ledger.Head.EpochId),
        Seq = seq,
        Hash = ByteString.CopyFrom(hash),
        Case = c,
        Kiosk = kiosk,
    };
}
