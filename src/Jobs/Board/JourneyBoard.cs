using KioskSuite.Devices;

namespace KioskSuite.Jobs.Board;

/// <summary>Between the journey and the people before it: holds the view, takes answers. Decides nothing.</summary>
public sealed class JourneyBoard
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = NewSignal();
    private TaskCompletionSource<string>? _answer;
    private TaskCompletionSource? _start;
    private TaskCompletionSource<string>? _staffAnswer;
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
    public Task WaitBeyondAsync(long version, CancellationToken stop)
    {
        lock (_gate)
        {
            return _view.Version > version ? Task.CompletedTask : _changed.Task.WaitAsync(stop);
        }
    }

    /// <summary>A finger asked for a session; false while one runs, or while nothing can be done here.</summary>
    public bool Start()
    {
        lock (_gate)
        {
            return _view.Offer != Offer.Nothing && (_start?.TrySetResult() ?? false);
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
                && answer?.TrySetResult(option) == true;
        }
    }

    internal Task WaitForStartAsync(CancellationToken stop)
    {
        lock (_gate)
        {
            _start = NewSignal();
            if (_view.Scene == Scene.Starting)
            {
                Set(_view with { Scene = Scene.Welcome });
            }

            return _start.Task.WaitAsync(stop);
        }
    }

    internal Task<string> Ask(PendingQuestion question, bool teller)
    {
        lock (_gate)
        {
            _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
            Set(teller
                ? _view with { Scene = Scene.Waiting, TellerQuestion = question, Question = null }
                : _view with { Scene = Scene.Question, Question = question, TellerQuestion = null });
            return _answer.Task;
        }
    }

    /// <summary>Puts a question about the machine to staff, beside whatever session runs; null takes it away.</summary>
    internal Task<string> AskStaff(PendingQuestion? question)
    {
        lock (_gate)
        {
            _staffAnswer = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _staffQuestion = question;
            Set(_view);
            return _staffAnswer.Task;
        }
    }

    internal void Show(Func<JourneyView, JourneyView> change)
    {
        lock (_gate)
        {
            Set(change(_view));
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

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Set(JourneyView view)
    {
        _view = view with { Version = _view.Version + 1 };
        var signal = _changed;
        _changed = NewSignal();
        signal.TrySetResult();
    }
}
