using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Streams.Kafka.Workers;

/// <summary>The tasks a worker has: those assigned, and, between the end of one assignment and the next, those it had.</summary>
internal sealed class WorkerTasks
{
    private readonly Dictionary<string, WorkerTask> _kept = new(StringComparer.Ordinal);
    private readonly Dictionary<TopicPartition, TaskInput[]> _inputs = [];

    /// <summary>Every change makes a new list, so that other threads may read it.</summary>
    public IReadOnlyList<WorkerTask> All { get; private set; } = [];

    /// <summary>The inputs that read a partition; empty when none does.</summary>
    public TaskInput[] InputsOf(TopicPartition partition) => _inputs.GetValueOrDefault(partition) ?? [];

    public IEnumerable<TaskInput> Inputs => All.SelectMany(task => task.Inputs);

    /// <summary>Takes an assignment: a task that the worker had before and whose tables were kept goes on with them.</summary>
    public void Assign(IReadOnlyList<WorkerTask> tasks)
    {
        All = [.. tasks.Select(task => _kept.GetValueOrDefault(task.ToString()) ?? task)];
        _kept.Clear();
        _inputs.Clear();
        foreach (IGrouping<TopicPartition, TaskInput> group in Inputs.GroupBy(input => input.Partition))
        {
            _inputs[group.Key] = [.. group];
        }
    }

    /// <summary>Gives all up. Those whose tables can be trusted, which have a place in their changelog, may come back.</summary>
    public void Release()
    {
        foreach (WorkerTask task in All)
        {
            if (task.ChangelogPlace is not null)
            {
                _kept[task.ToString()] = task;
            }
        }

        All = [];
        _inputs.Clear();
    }

    /// <summary>Gives all up and keeps nothing.</summary>
    public void Drop()
    {
        All = [];
        _kept.Clear();
        _inputs.Clear();
    }
}
