namespace KioskSuite.Journal;

/// <summary>Where the writer does its work: nowhere else is the read-write connection used.</summary>
internal interface IWriterThread
{
    /// <summary>The writer opens its file here, and serves until the log ends.</summary>
    void Start(JournalWriter writer);

    /// <summary>Somebody waits, or nothing more will come.</summary>
    void Wake();
}

/// <summary>A thread of the writer's own: nobody's thread waits for the disk.</summary>
internal sealed class OwnThread : IWriterThread
{
    private readonly object _signal = new();

    public void Start(JournalWriter writer) =>
        new Thread(() => Run(writer)) { IsBackground = true, Name = "journal" }.Start();

    public void Wake()
    {
        lock (_signal)
        {
            Monitor.Pulse(_signal);
        }
    }

    private void Run(JournalWriter writer)
    {
        if (!writer.Open())
            return;
        while (writer.Serve())
        {
            lock (_signal)
            {
                while (writer.IsIdle)
                {
                    Monitor.Wait(_signal);
                }
            }
        }
    }
}

/// <summary>The thread of whoever appends, for programs of one thread: an append waits for its commit.</summary>
internal sealed class CallersThread : IWriterThread
{
    private JournalWriter? _writer;
    private bool _serving;

    public void Start(JournalWriter writer) => _writer = writer.Open() ? writer : null;

    public void Wake()
    {
        if (_writer is null || _serving)
            return;
        _serving = true;
        _writer = _writer.Serve() ? _writer : null;
        _serving = false;
    }
}
