using SendFlowr.Streams.Embedded;
using SendFlowr.Streams.Logs;
using SendFlowr.Streams.Tasks;

namespace SendFlowr.Pipeline.Hosting;

/// <summary>One round of the loop: turns, steps, one sync, and those who are told. Belongs to the loop's thread.</summary>
internal sealed class LoopIteration(EmbeddedPipeline host, EngineLoopOptions options, Func<long?> nextDue)
{
    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time = host.Options.Time;
    private readonly List<EngineTurn> _waiting = [];
    private DiskFullException? _full;
    private long _fullSince;
    private long _begun;
    private int _taken;
    private long _lastSync = host.Options.Time.GetTimestamp();
    private long? _firedDue;
    private bool _hasFired;
    private bool _isIdle;

    /// <summary>Somebody waits for a turn that has run.</summary>
    public bool HasWaiting => _waiting.Count > 0;

    public bool MayTakeTurn => _taken < options.MaxTurnsAtOnce && (_taken == 0 || _time.GetElapsedTime(_begun) < options.TurnBudget);

    /// <summary>How long the loop may wait for a turn: until the next punctuation, timer or attempt on a full disk.</summary>
    public TimeSpan Rest()
    {
        if (_full is not null)
        {
            return OneSecond - _time.GetElapsedTime(_fullSince);
        }

        if (!_isIdle)
        {
            return TimeSpan.Zero;
        }

        TimeSpan punctuation = OneSecond - _time.GetElapsedTime(_begun);
        if (nextDue() is not { } due || due == _firedDue)
        {
            return punctuation;
        }

        long milliseconds = Math.Clamp(due - host.NowMilliseconds, 0, (long)OneSecond.TotalMilliseconds);
        TimeSpan timer = TimeSpan.FromMilliseconds(milliseconds);
        return timer < punctuation ? timer : punctuation;
    }

    public void Begin()
    {
        _begun = _time.GetTimestamp();
        _taken = 0;
    }

    /// <summary>Runs one turn. What it throws is its caller's, unless the engine cannot go on after it.</summary>
    public void Run(EngineTurn turn)
    {
        _taken++;
        if (turn.IsGivenUp)
        {
            turn.Cancel();
            return;
        }

        if (_full is { } full && turn.Until == TurnCompletion.Processed && !IsTimeToTryAgain)
        {
            turn.Fail(full);
            return;
        }

        Exception? failure = turn.Run();
        if (failure is null)
        {
            Keep(turn);
            return;
        }

        turn.Fail(failure);
        if (failure is DiskFullException again)
        {
            NoteFull(again);
        }
        else if (failure is FsyncFailedException or TaskFailedException)
        {
            throw failure;
        }
    }

    /// <summary>Steps until nothing waits or the time is over, syncs if anybody needs it, and tells those who have what they wait for.</summary>
    public void Step()
    {
        if (_full is null || IsTimeToTryAgain)
        {
            TryStep();
        }

        if (HasWaiting || _hasFired || _time.GetElapsedTime(_lastSync) >= OneSecond)
        {
            host.Engine.Sync();
            _lastSync = _time.GetTimestamp();
            _hasFired = false;
        }

        _waiting.RemoveAll(IsDone);
    }

    public void FailAll(Exception exception)
    {
        _waiting.ForEach(turn => turn.Fail(exception));
        _waiting.Clear();
    }

    /// <summary>So that the next start reads little of the log. It can be done without.</summary>
    public void TakeSnapshot()
    {
        try
        {
            host.Engine.Snapshot();
        }
        catch (DiskFullException exception)
        {
            options.Report($"No snapshot was taken: {exception.Message} The next start takes longer.");
        }
    }

    private bool IsTimeToTryAgain => _time.GetElapsedTime(_fullSince) >= OneSecond;

    private void Keep(EngineTurn turn)
    {
        _isIdle = false;
        if (turn.Until == TurnCompletion.Ran)
        {
            turn.Complete();
        }
        else
        {
            _waiting.Add(turn);
        }
    }

    private void TryStep()
    {
        long start = _time.GetTimestamp();
        try
        {
            do
            {
                Fire();
                StepResult result = host.Engine.Step(host.NowMilliseconds);
                _isIdle = result.Idle;
                if (result.Records > 0)
                {
                    _firedDue = null;
                }
            }
            while (!_isIdle && _time.GetElapsedTime(start) < options.StepBudget);
        }
        catch (DiskFullException exception)
        {
            NoteFull(exception);
            return;
        }

        if (_full is not null)
        {
            _full = null;
            options.Report("There is space on the disk again; the engine goes on.");
        }
    }

    /// <summary>A timer that is still due after it was given its chance waits for the regular punctuation, so that the loop never spins.</summary>
    private void Fire()
    {
        if (nextDue() is { } due && due <= host.NowMilliseconds && due != _firedDue)
        {
            _firedDue = due;
            _hasFired = true;
            host.Engine.RequestPunctuation();
        }
    }

    /// <summary>The step that found no space has dropped what was fed, so nobody who waits for it can be told that it was processed.</summary>
    private void NoteFull(DiskFullException exception)
    {
        if (_full is null)
        {
            options.Report($"{exception.Message} Nothing is taken in until there is; what is known can still be read.");
        }

        _full = exception;
        _fullSince = _time.GetTimestamp();
        _isIdle = false;
        foreach (EngineTurn turn in _waiting.Where(turn => turn.Until == TurnCompletion.Processed))
        {
            turn.Fail(exception);
        }

        _waiting.RemoveAll(turn => turn.Until == TurnCompletion.Processed);
    }

    private bool IsDone(EngineTurn turn)
    {
        if (turn.Until == TurnCompletion.Processed && !_isIdle)
        {
            turn.DurableAt ??= _time.GetTimestamp();
            if (_time.GetElapsedTime(turn.DurableAt.Value) < OneSecond)
            {
                return false;
            }
        }

        turn.Complete();
        return true;
    }
}
