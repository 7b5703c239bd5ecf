using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Kafka.Standby;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Kafka.Workers;

/// <summary>
/// Makes the tasks of an assignment ready: stable offsets first, then the tables, then places are held against what the cluster has, and the client
/// begins where the tables end.
/// </summary>
/// <remarks>
/// The order matters. Committed offsets are stable only when no transaction holds some that are not decided; a member that is on its way out may
/// have one. Whatever that transaction wrote to the changelogs lies before the high watermark that is asked for afterwards.
/// </remarks>
internal sealed class WorkerRecovery : IDisposable
{
    private readonly IReadOnlyList<WorkerTask> _tasks;
    private readonly IGroupConsumer _consumer;
    private readonly IClusterAdmin _admin;
    private readonly InputPlaces _places;
    private readonly IReadOnlyDictionary<TopicPartition, long?> _committed;
    private readonly TableRestore? _restore;

    public WorkerRecovery(
        IReadOnlyList<WorkerTask> tasks,
        IGroupConsumer consumer,
        IKafkaClients clients,
        IClusterAdmin admin,
        InputPlaces places,
        WorkerSnapshots snapshots,
        WorkerOptions options,
        WorkerGuards guards,
        StandbyTasks? standbys,
        long nowMilliseconds)
    {
        _tasks = tasks;
        _consumer = consumer;
        _admin = admin;
        _places = places;
        _committed = consumer.Committed([.. tasks.SelectMany(task => task.Inputs).Select(input => input.Partition).Distinct()]);
        foreach (WorkerTask task in tasks.Where(task => task is { Changelog: not null, ChangelogPlace: null }))
        {
            // Not before offsets are stable, which may take as long as a transaction of the last owner: until then the standby goes on answering.
            standbys?.TryTake(task, nowMilliseconds);
        }

        WorkerTask[] behind = [.. tasks.Where(task => task.Changelog is not null && (guards.KeepUnmovedOnly || task.ChangelogPlace is null))];
        _restore = behind.Length == 0 ? null : new TableRestore(behind, clients, admin, snapshots, options, guards, nowMilliseconds);
    }

    /// <summary>Reads on. True when the tasks are ready.</summary>
    /// <exception cref="TopologyException">State and topics do not belong to each other.</exception>
    public bool Step(long nowMilliseconds)
    {
        if (_restore is not null && !_restore.Step(nowMilliseconds))
        {
            return false;
        }

        foreach (WorkerTask task in _tasks)
        {
            if (task.Changelog is null)
            {
                TakeCommittedPositions(task);
            }
            else
            {
                CheckBelongs(task);
            }
        }

        _places.MendCommitted(_tasks.SelectMany(task => task.Inputs.Concat(task.Broadcasts)));
        foreach (WorkerTask task in _tasks)
        {
            task.Task.Abort();
        }

        InputFetching.FromCommitted(_consumer, [.. _tasks.SelectMany(task => task.Inputs)]);
        return true;
    }

    public void Dispose() => _restore?.Dispose();

    /// <summary>Without tables the group's offsets say what was done.</summary>
    private void TakeCommittedPositions(WorkerTask task)
    {
        foreach (TaskInput input in task.Inputs)
        {
            long? committed = _committed.GetValueOrDefault(input.Partition);
            input.HasPast = committed is not null;
            task.Task.Committed.Positions[input.Source] = committed ?? StartOf(task, input.Partition);

            // A start that is not committed would be another one the next time.
            task.MustCommit |= committed is null && task.Feed is not null;
        }
    }

    /// <summary>Tables that are empty though their inputs were read would count again what the inputs still hold.</summary>
    private void CheckBelongs(WorkerTask task)
    {
        foreach (TaskInput input in task.Inputs.Concat(task.Broadcasts))
        {
            input.HasPast = task.HasState;
        }

        // Without transactions a crash may come between the two; whoever goes by the group's offsets would wait for ever.
        task.MustCommit |= task.Inputs.Any(input => (_committed.GetValueOrDefault(input.Partition) ?? 0) < input.CommittedPosition);

        if (task.Identity.FindOther(task.FoundIdentity) is { } other)
        {
            throw new TopologyException($"The changelog of {task} does not belong to its topics: {other}, so one of them was deleted and made anew. {TaskLayout.NewPrefixRemedy}");
        }

        if (!task.HasState && task.Inputs.Select(input => input.Partition).FirstOrDefault(it => _committed.GetValueOrDefault(it) > 0) is { Topic: not null } read)
        {
            throw new TopologyException(
                $"The changelog {task.Changelog} is empty, and the group has read {read} up to {_committed[read]}: the changelog was deleted and made anew, "
                + $"and what its inputs still hold would count twice. {TaskLayout.NewPrefixRemedy}");
        }
    }

    private long StartOf(WorkerTask task, TopicPartition partition) => task.Feed?.Start switch
    {
        _ when task.IsNewPartition => 0,
        { IsLatest: true } => _admin.EndOffsets([partition], uncommitted: false)[partition],
        { TimestampMilliseconds: { } time } => _admin.OffsetsAt([partition], time)[partition],
        _ => 0,
    };
}
