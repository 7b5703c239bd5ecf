using SendFlowr.Streams.Tasks;

namespace SendFlowr.Streams.Kafka.Workers;

/// <summary>Tells tasks that time has passed: every second, when they ask for it, and when a timer of theirs is due.</summary>
internal sealed class WorkerPunctuation(WorkerTasks tasks, WorkerOptions options)
{
    private const long EveryMilliseconds = 1000;

    /// <summary>Punctuates whatever is due. True when a timer was, whose outcome should leave at once.</summary>
    /// <exception cref="TaskFailedException">A processor threw.</exception>
    public bool Run(long now)
    {
        bool fired = false;
        foreach (WorkerTask task in tasks.All)
        {
            long? due = task.Feed is null ? options.NextDue?.Invoke(task.Task.Id, name => task.Task.Table(name).Committed) : null;
            if (task.IsPunctuationDue(now, EveryMilliseconds, due))
            {
                fired |= due <= now;
                Punctuate(task);
            }
        }

        return fired;
    }

    private static void Punctuate(WorkerTask task)
    {
        try
        {
            task.Task.Punctuate(task.IsCaughtUp);
        }
        catch (Exception exception)
        {
            throw new TaskFailedException(task.Task.Id, null, -1, exception);
        }
    }
}
