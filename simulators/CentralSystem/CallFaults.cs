namespace KioskSuite.CentralSystem;

/// <summary>
/// Decides what becomes of each call, and knows whether central is away. A line asks it once for each call that
/// arrives, and carries the answer out in its own way: by connections, or in memory.
/// </summary>
/// <param name="fault">What is scripted.</param>
/// <param name="hold">The command whose first answer is held, or empty.</param>
internal sealed class CallFaults(CentralFault fault, string hold = "")
{
    /// <summary>How long an answer takes under <see cref="Fate.Slow"/>.</summary>
    public static readonly TimeSpan SlowAnswer = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly HashSet<string> _struck = [];
    private bool _held;
    private bool _away;

    public bool Away
    {
        get
        {
            lock (_gate)
                return _away;
        }
    }

    /// <summary>A call arrived. Once it struck, a fault that sends central away lasts until it returns.</summary>
    /// <param name="method">gRPC method, such as <c>StopCard</c>; one that is no command only notices absence.</param>
    public Fate Arrive(string method)
    {
        var call = CallNames.CallOf(method);
        lock (_gate)
        {
            if (_away)
                return Fate.Away;
            if (call is null)
                return Fate.Pass;
            if (call == hold && !_held)
            {
                _held = true;
                return Fate.Hold;
            }

            var strikes = fault.Call.Length == 0 || fault.Call == call;
            if (!strikes || (fault.Fate != Fate.Slow && !_struck.Add(call)))
                return Fate.Pass;
            _away = fault.Fate is Fate.Before or Fate.During or Fate.After;
            return fault.Fate;
        }
    }

    /// <summary>Central is back for good.</summary>
    public void Return()
    {
        lock (_gate)
            _away = false;
    }
}
