using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Kafka.Workers;

/// <summary>The tasks a worker has: those assigned, and, between the end of one assignment and the next, those it had.</summary>
internal sealed class WorkerTasks
{
    private readonly Dictionary<string, WorkerTask> _kept = new(StringComparer.Ordinal);
    private readonly Dictionary<TopicPartition, TaskInput[]> _inputs = [];
    private volatile KnownTasks _known = new([], AreAssigned: false);

    /// <summary>Every change makes a new list, so that other threads may read it.</summary>
    public IReadOnlyList<WorkerTask> All { get; private set; } = [];

    /// <summary>The inputs that read a partition; empty when none does.</summary>
    public TaskInput[] InputsOf(TopicPartition partition) => _inputs.GetValueOrDefault(partition) ?? [];

    /// <summary>What records of an input wait for that cannot be read for the time being; null when none does. Any thread.</summary>
    public KafkaFaultException? Waiting => All.SelectMany(task => task.Inputs.Concat(task.Broadcasts)).Select(input => input.Waiting).FirstOrDefault(waiting => waiting is not null);

    public IEnumerable<TaskInput> Inputs => All.SelectMany(task => task.Inputs);

    /// <summary>A task with a changelog that it has, or keeps in case it comes back; null for any other. Any thread.</summary>
    public WorkerTask? Find(TaskId task, out bool isAssigned)
    {
        KnownTasks known = _known;
        isAssigned = known.AreAssigned;
        return known.ById.GetValueOrDefault(task);
    }

    /// <summary>
    /// Takes an assignment: a task that the worker had before and whose tables were kept goes on with them. Returns those that did not come back,
    /// with their tables.
    /// </summary>
    public IReadOnlyList<WorkerTask> Assign(IReadOnlyList<WorkerTask> tasks)
    {
        All = [.. tasks.Select(task => _kept.GetValueOrDefault(task.ToString()) ?? task)];
        WorkerTask[] gone = [.. _kept.Values.Except(All)];
        _kept.Clear();
        _known = new(WithChangelog(All), AreAssigned: true);
        _inputs.Clear();
        foreach (IGrouping<TopicPartition, TaskInput> group in Inputs.GroupBy(input => input.Partition))
        {
            _inputs[group.Key] = [.. group];
        }

        return gone;
    }

    /// <summary>Begins a step: the time its records and its punctuation see.</summary>
    public void Begin(long nowMilliseconds)
    {
        foreach (WorkerTask task in All)
        {
            task.Task.Begin(nowMilliseconds);
        }
    }

    /// <summary>Gives all up. Those whose tables can be trusted, which have a place in their changelog, may come back.</summary>
    /// <param name="nowMilliseconds">The worker's clock.</param>
    public void Release(long nowMilliseconds)
    {
        foreach (WorkerTask task in All)
        {
            task.CompleteMilliseconds = task.HasRows ? nowMilliseconds : task.CompleteMilliseconds;
            if (task.ChangelogPlace is not null)
            {
                _kept[task.ToString()] = task;
            }
        }

        All = [];
        _known = new(WithChangelog(_kept.Values), AreAssigned: false);
        _inputs.Clear();
    }

    /// <summary>Gives all up and keeps nothing.</summary>
    public void Drop()
    {
        All = [];
        _kept.Clear();
        _known = new([], AreAssigned: false);
        _inputs.Clear();
    }

    private static Dictionary<TaskId, WorkerTask> WithChangelog(IEnumerable<WorkerTask> tasks) =>
        tasks.Where(task => task.Changelog is not null).ToDictionary(task => task.Task.Id);

    /// <summary>Immutable, replaced as a whole.</summary>
    private sealed record KnownTasks(Dictionary<TaskId, WorkerTask> ById, bool AreAssigned);
}
