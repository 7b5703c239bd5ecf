namespace SendFlowr.Pipeline.Tenant;

/// <summary>The tenant stage's memory of a run that is under way: who has answered, and which days are left.</summary>
/// <remarks>Lives in memory only: after a crash or an aborted step the run starts again from its row. Not thread-safe.</remarks>
internal sealed class LearningRun
{
    private readonly bool[] _answered;
    private readonly SortedSet<int> _days = [];
    private int _answers;

    /// <param name="number">Number of the run.</param>
    /// <param name="throughDay">Last day to learn, in days since 1970-01-01.</param>
    /// <param name="sinceDay">First day that must be learned again whatever was touched; −1: none.</param>
    /// <param name="tasks">Number of person tasks that answer.</param>
    public LearningRun(long number, int throughDay, int sinceDay, int tasks)
    {
        Number = number;
        ThroughDay = throughDay;
        EarliestDay = sinceDay;
        _answered = new bool[tasks];
    }

    public long Number { get; }

    public int ThroughDay { get; }

    /// <summary>Earliest day that was touched or asked for; −1: none so far.</summary>
    public int EarliestDay { get; private set; }

    /// <summary>The day being summed; −1 during the survey.</summary>
    public int CurrentDay { get; private set; } = -1;

    public int DaysLeft => _days.Count;

    /// <summary>Takes a task's answer to the survey. Returns whether all have answered; a repeated answer counts once.</summary>
    public bool AnswerSurvey(int task, int earliestTouched, IEnumerable<int> daysWithEvidence)
    {
        if (earliestTouched >= 0 && (EarliestDay < 0 || earliestTouched < EarliestDay))
        {
            EarliestDay = earliestTouched;
        }

        foreach (int day in daysWithEvidence)
        {
            if (day <= ThroughDay)
            {
                _days.Add(day);
            }
        }

        return CountAnswer(task, out _);
    }

    /// <summary>Takes a task's answer to the cut of <see cref="CurrentDay"/>; <paramref name="first"/> is false for a repetition.</summary>
    public bool AnswerDay(int task, out bool first) => CountAnswer(task, out first);

    /// <summary>Leaves out days that the version the run starts from has learned.</summary>
    public void StartAfter(int day) => _days.RemoveWhere(candidate => candidate <= day);

    /// <summary>Moves to the next day; false when none is left.</summary>
    public bool MoveNext()
    {
        if (_days.Count == 0)
        {
            return false;
        }

        CurrentDay = _days.Min;
        _days.Remove(CurrentDay);
        Array.Clear(_answered);
        _answers = 0;
        return true;
    }

    private bool CountAnswer(int task, out bool first)
    {
        first = !_answered[task];
        if (first)
        {
            _answered[task] = true;
            _answers++;
        }

        return _answers == _answered.Length;
    }
}
