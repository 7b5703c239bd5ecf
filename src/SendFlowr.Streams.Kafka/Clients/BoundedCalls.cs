using System.Runtime.ExceptionServices;

namespace SendFlowr.Streams.Kafka.Clients;

/// <summary>Calls into a client that may never return, each on a thread of its own, so that one that is lost keeps nobody.</summary>
/// <remarks>
/// librdkafka takes a limit with each call and mostly keeps it. Adding offsets to a transaction does not while the group's coordinator cannot be
/// reached (its issues 5456 and 5511). One thread at a time calls.
/// </remarks>
internal sealed class BoundedCalls(TimeSpan limit)
{
    private Task _last = Task.CompletedTask;

    /// <summary>Runs a call and throws what it throws.</summary>
    /// <exception cref="TimeoutException">It has not returned within the limit, or an earlier one still has not: the client is lost.</exception>
    public void Run(Action call)
    {
        if (!_last.IsCompleted)
        {
            throw new TimeoutException();
        }

        Task task = Task.Factory.StartNew(call, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _last = task;
        if (Task.WaitAny([task], limit) < 0)
        {
            throw new TimeoutException();
        }

        if (task.Exception is { InnerException: { } problem })
        {
            ExceptionDispatchInfo.Throw(problem);
        }
    }

    /// <summary>Runs what ends the client: now, or when the call that is lost returns, which may be never.</summary>
    public void End(Action dispose)
    {
        if (_last.IsCompleted)
        {
            dispose();
            return;
        }

        _ = _last.ContinueWith(
            static (task, state) =>
            {
                _ = task.Exception;
                ((Action)state!)();
            },
            dispose,
            CancellationToken.None,
            TaskContinuationOptions.LongRunning,
            TaskScheduler.Default);
    }
}
