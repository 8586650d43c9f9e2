using KioskSuite.Devices;

namespace KioskSuite.Jobs.Board;

/// <summary>Between the journey and the people before it: holds the view, takes answers. Decides nothing.</summary>
public sealed class JourneyBoard
{
    private readonly Lock _gate = new();
    private readonly List<Signal<bool>> _watching = [];
    private Signal<string>? _answer;
    private Signal<bool>? _start;
    private Signal<string>? _staffAnswer;
    private PendingQuestion? _staffQuestion;
    private JourneyView _view = new();
    private Portrait? _portrait;

    public JourneyView View
    {
        get
        {
            lock (_gate)
            {
                return _view with { TellerQuestion = TellerQuestion };
            }
        }
    }

    // A session's question goes before one about the machine, which can wait.
    private PendingQuestion? TellerQuestion => _view.TellerQuestion ?? _staffQuestion;

    /// <summary>The portrait of the document on the reader, for the teller's eyes; null outside a session.</summary>
    public Portrait? Portrait
    {
        get
        {
            lock (_gate)
            {
                return _portrait;
            }
        }
    }

    /// <summary>Completes when the view is newer than the version given.</summary>
    public async Task WaitBeyondAsync(long version, CancellationToken stop)
    {
        var changed = new Signal<bool>();
        lock (_gate)
        {
            if (_view.Version > version)
            {
                return;
            }

            _watching.Add(changed);
        }

        try
        {
            await changed.WaitAsync(stop);
        }
        finally
        {
            lock (_gate)
            {
                _watching.Remove(changed);
            }
        }
    }

    /// <summary>A finger asked for a session; false while one runs, or while nothing can be done here.</summary>
    public bool Start()
    {
        lock (_gate)
        {
            return _view.Offer != Offer.Nothing && (_start?.TryGive(true) ?? false);
        }
    }

    /// <summary>
    /// Answers the open question; false when it is not that one, not for that person, or has no such option.
    /// </summary>
    public bool Answer(string question, string option, bool teller)
    {
        lock (_gate)
        {
            var open = teller ? TellerQuestion : _view.Question;
            var answer = open is not null && ReferenceEquals(open, _staffQuestion) ? _staffAnswer : _answer;
            return open is not null && open.Id == question && open.Options.Any(o => o.Id == option)
                && answer?.TryGive(option) == true;
        }
    }

    internal Task WaitForStartAsync(CancellationToken stop)
    {
        lock (_gate)
        {
            _start = new();
            if (_view.Scene == Scene.Starting)
            {
                Set(_view with { Scene = Scene.Welcome });
            }

            return _start.WaitAsync(stop);
        }
    }

    internal Signal<string> Ask(PendingQuestion question, bool teller)
    {
        lock (_gate)
        {
            _answer = new();
            Set(teller
                ? _view with { Scene = Scene.Waiting, TellerQuestion = question, Question = null }
                : _view with { Scene = Scene.Question, Question = question, TellerQuestion = null });
            return _answer;
        }
    }

    /// <summary>Puts a question about the machine to staff, beside whatever session runs; null takes it away.</summary>
    /// <returns>The answer, when somebody gave it.</returns>
    internal Signal<string> AskStaff(PendingQuestion? question)
    {
        lock (_gate)
        {
            (_staffQuestion, _staffAnswer) = (question, new());
            Set(_view);
            return _staffAnswer;
        }
    }

    /// <summary>What changes nothing wakes nobody: a face check shows its prompt with every picture.</summary>
    internal void Show(Func<JourneyView, JourneyView> change)
    {
        lock (_gate)
        {
            var view = change(_view);
            if (view != _view)
            {
                Set(view);
            }
        }
    }

    /// <summary>Takes the portrait over; null ends its life and zeroes it.</summary>
    internal void Hold(Portrait? portrait)
    {
        lock (_gate)
        {
            if (_portrait is not null && !ReferenceEquals(_portrait, portrait))
            {
                Array.Clear(_portrait.Jpeg);
            }

            _portrait = portrait;
        }
    }

    private void Set(JourneyView view)
    {
        _view = view with { Version = _view.Version + 1 };
        _watching.ForEach(w => w.TryGive(true));
        _watching.Clear();
    }
}
