using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Kafka.Workers;

namespace SendFlowr.Streams.Kafka.Metrics;

/// <summary>How much waits in the inputs of tasks: what can be read, which is asked for every few seconds, less what is committed. Thread-safe.</summary>
internal sealed class InputLag : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private readonly Func<IEnumerable<WorkerTask>> _tasks;
    private readonly IClusterAdmin _admin;
    private readonly ManualResetEventSlim _stopping = new();
    private readonly Thread _thread;
    private volatile IReadOnlyDictionary<TopicPartition, long> _ends = new Dictionary<TopicPartition, long>();

    /// <param name="clients">The cluster.</param>
    /// <param name="tasks">The tasks that run here at the moment.</param>
    public InputLag(IKafkaClients clients, Func<IEnumerable<WorkerTask>> tasks)
    {
        _tasks = tasks;
        _admin = clients.CreateAdmin();
        _thread = new Thread(Run) { Name = "lag", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Offsets between what a task has committed and what it could read a moment ago, over all its inputs; null when that is not known.</summary>
    public long? Of(WorkerTask task)
    {
        IReadOnlyDictionary<TopicPartition, long> ends = _ends;
        long lag = 0;
        foreach (TaskInput input in task.Inputs.Concat(task.Broadcasts))
        {
            if (!ends.TryGetValue(input.Partition, out long end))
            {
                return null;
            }

            lag += Math.Max(0, end - (input.IsAtEnd ? Math.Max(input.ReachedEnd, input.CommittedPosition) : input.CommittedPosition));
        }

        return lag;
    }

    public void Dispose()
    {
        _stopping.Set();
        _thread.Join();
        _stopping.Dispose();
        _admin.Dispose();
    }

    private void Run()
    {
        do
        {
            Ask();
        }
        while (!_stopping.Wait(Interval));
    }

    private void Ask()
    {
        TopicPartition[] inputs = [.. _tasks().SelectMany(task => task.Inputs.Concat(task.Broadcasts)).Select(input => input.Partition).Distinct()];
        try
        {
            _ends = inputs.Length == 0 ? new Dictionary<TopicPartition, long>() : _admin.EndOffsets(inputs, uncommitted: false);
        }
        catch (KafkaFaultException)
        {
            // An old end would show a lag that is not there, or none where one grows; the workers tell what is wrong.
            _ends = new Dictionary<TopicPartition, long>();
        }
    }
}
