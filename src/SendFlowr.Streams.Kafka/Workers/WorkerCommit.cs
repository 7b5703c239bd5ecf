using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Tasks;

namespace SendFlowr.Streams.Kafka.Workers;

/// <summary>Commits what the tasks of a worker have done, all in one transaction, and takes snapshots of what is committed.</summary>
internal sealed class WorkerCommit(
    WorkerTasks tasks, WorkerTransaction transaction, WorkerSnapshots snapshots, IClusterAdmin admin, WorkerOptions options, WorkerGuards guards)
{
    private long _last;
    private bool _isMeasured;

    /// <summary>The worker's clock of the running turn.</summary>
    public long Now { get; set; }

    public long Commits { get; private set; }

    /// <summary>Records were processed since the last transaction.</summary>
    public bool HasOpen { get; private set; }

    /// <summary>The tasks begin to run, which the next transaction says; it begins with an empty past, so the interval counts from now on.</summary>
    public void Begin()
    {
        _isMeasured = false;
        foreach (WorkerTask task in tasks.All.Where(task => options.Announcement is not null && task.Feed is null))
        {
            HasOpen = task.MustAnnounce = true;
        }
    }

    /// <param name="records">Records of this turn.</param>
    /// <param name="atOnce">A timer fired.</param>
    public bool IsDue(int records, bool atOnce)
    {
        HasOpen |= records > 0 || atOnce;
        if (!_isMeasured)
        {
            (_last, _isMeasured) = (Now, true);
        }

        return atOnce
            || (HasOpen && records == 0 && Now - _last >= options.IdleCommitInterval.TotalMilliseconds)
            || Now - _last >= options.CommitInterval.TotalMilliseconds
            || Now < _last
            || transaction.Bytes + tasks.All.Sum(task => task.Task.TransactionBytes) >= options.MaxTransactionBytes;
    }

    /// <summary>One transaction of everything since the last. Nothing to commit is a success.</summary>
    /// <param name="member">Who the member is now.</param>
    /// <param name="notesPlaces">Whether tasks are to know up to where their tables hold the changelogs, as good as the cluster says.</param>
    /// <exception cref="TaskFailedException">A processor threw.</exception>
    public TransactionOutcome Run(IGroupMetadata member, bool notesPlaces = false)
    {
        (_last, _isMeasured) = (Now, true);
        HasOpen = false;
        foreach (WorkerTask task in tasks.All)
        {
            Flush(task);
        }

        WorkerTask[] changed = [.. tasks.All.Where(task => task.HasChanges)];
        if (changed.Length == 0)
        {
            return TransactionOutcome.Committed;
        }

        if (!transaction.IsReady || (guards is { StaticMembership: true, LiveGroupMetadata: true } && !member.IsMember))
        {
            // Without a producer nothing can be sent, and a broker would take the offsets of an empty member without asking whose partitions they are.
            return transaction.Abort();
        }

        long begin = options.CommitObserver?.Begin() ?? 0;
        foreach (WorkerTask task in changed)
        {
            transaction.SendOutputs(task);
            transaction.SendChanges(task);
            if (task.MustAnnounce)
            {
                transaction.SendOwner(task, options.Announcement!, Now);
            }
        }

        WorkerTask? toSnapshot = NextSnapshot();
        IReadOnlyDictionary<TopicPartition, long>? places = null;
        TransactionOutcome outcome = transaction.Commit(
            OffsetsOf(changed, static input => input.CommittedPosition),
            OffsetsOf(changed, static input => input.Position),
            member,
            () => places = notesPlaces || toSnapshot is not null ? TryFindPlaces() : null,
            () => PublishEarly(changed));
        options.CommitObserver?.End(begin, outcome == TransactionOutcome.Committed);
        if (outcome == TransactionOutcome.Committed)
        {
            Publish();
            Commits++;
            NotePlaces(places);
            if (toSnapshot is not null && places is not null)
            {
                toSnapshot.SnapshotMilliseconds = Now;
                snapshots.Take(toSnapshot, toSnapshot.ChangelogPlace!.Value);
            }
        }

        return outcome;
    }

    /// <summary>Drops what was sent; the tasks' own part of it is their owner's to drop.</summary>
    public TransactionOutcome Abort() => transaction.Abort();

    /// <summary>Shows the transaction in the tables.</summary>
    public void Publish()
    {
        foreach (WorkerTask task in tasks.All)
        {
            task.HasSent = false;
            task.MustCommit = false;
            task.MustAnnounce = false;
            task.Redo.Clear();
            task.Task.Publish();
        }
    }

    /// <summary>
    /// Where the changelogs end. Asked for before the offsets are sent: when these are taken, the tasks were still this member's at that moment, and
    /// nothing before those places is another's that its tables lack. A moment after a commit that may be wrong already.
    /// </summary>
    private IReadOnlyDictionary<TopicPartition, long>? TryFindPlaces()
    {
        try
        {
            TopicPartition[] changelogs = [.. tasks.All.Select(task => task.Changelog).OfType<TopicPartition>()];
            return changelogs.Length == 0 ? null : admin.EndOffsets(changelogs, uncommitted: true);
        }
        catch (KafkaFaultException)
        {
            // Older places stay true; what lies after them is only read once more.
            return null;
        }
    }

    private void NotePlaces(IReadOnlyDictionary<TopicPartition, long>? places)
    {
        foreach (WorkerTask task in tasks.All.Where(task => places is not null && task.Changelog is not null))
        {
            task.ChangelogPlace = places![task.Changelog!.Value];
        }
    }

    /// <summary>Positions of everything that changed; offsets are what fences a member that missed a rebalance, so there is at least one.</summary>
    private static List<TopicPartitionOffset> OffsetsOf(IEnumerable<WorkerTask> changed, Func<TaskInput, long> placeOf) =>
        [.. changed.SelectMany(task => task.Inputs).Select(input => new TopicPartitionOffset(input.Partition, placeOf(input)))];

    private static void Flush(WorkerTask task)
    {
        try
        {
            task.Task.Flush();
        }
        catch (Exception exception)
        {
            throw new TaskFailedException(task.Task.Id, null, -1, exception);
        }
    }

    /// <summary>The task whose snapshot is due; null when none is.</summary>
    private WorkerTask? NextSnapshot()
    {
        WorkerTask? oldest = tasks.All.Where(task => task.Changelog is not null).MinBy(task => task.SnapshotMilliseconds ?? long.MinValue);
        if (oldest is null)
        {
            return null;
        }

        oldest.SnapshotMilliseconds ??= Now;
        return Now - oldest.SnapshotMilliseconds >= options.SnapshotInterval.TotalMilliseconds ? oldest : null;
    }

    /// <summary>Only without its guard: shows and keeps what is not committed yet.</summary>
    private void PublishEarly(IEnumerable<WorkerTask> changed)
    {
        if (guards.SnapshotAfterCommit)
        {
            return;
        }

        Publish();
        NotePlaces(TryFindPlaces());
        foreach (WorkerTask task in changed.Where(task => task is { Changelog: not null, ChangelogPlace: not null }))
        {
            snapshots.Take(task, task.ChangelogPlace!.Value);
        }
    }
}
