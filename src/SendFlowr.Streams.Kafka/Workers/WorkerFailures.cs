using System.Globalization;
using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Tasks;

namespace SendFlowr.Streams.Kafka.Workers;

/// <summary>What a worker tries again, and when that is enough: a record that fails each time, a topic that nobody knows.</summary>
internal sealed class WorkerFailures
{
    private const int MostOfOnePlace = 3;

    /// <summary>A topic that was made a moment ago is known to all brokers long before.</summary>
    private static readonly TimeSpan MostMissing = TimeSpan.FromSeconds(60);

    private readonly Dictionary<TopicPartitionOffset, (int Count, Exception Last)> _records = [];
    private (int Count, TaskFailedException Last)? _others;
    private long? _missingSince;

    /// <summary>The failure of a record or a punctuation that has not been processed since; null when there is none.</summary>
    public Exception? Standing => _others?.Last ?? _records.Values.Select(failure => failure.Last).FirstOrDefault();

    /// <summary>What ends the worker, of something that was thrown in a turn; null when it may be tried again.</summary>
    /// <param name="problem">What was thrown.</param>
    /// <param name="nowMilliseconds">The worker's clock.</param>
    public Exception? FindFinal(Exception problem, long nowMilliseconds) => problem switch
    {
        RecordFailedException failure => Add(failure),
        TaskFailedException failure => Add(failure),
        KafkaFaultException fault => FindFinal(fault, nowMilliseconds),
        _ => problem,
    };

    /// <summary>A transaction was committed: what it has passed is well.</summary>
    public void Passed(IEnumerable<TaskInput> inputs)
    {
        _others = null;
        if (_records.Count == 0)
        {
            return;
        }

        foreach (TaskInput input in inputs)
        {
            foreach (TopicPartitionOffset place in _records.Keys.Where(place => place.Partition == input.Partition && place.Offset < input.CommittedPosition).ToArray())
            {
                _records.Remove(place);
            }
        }
    }

    /// <summary>Every topic is there.</summary>
    public void AllThere() => _missingSince = null;

    /// <summary>Counts the failure of a record, whatever else is committed between two of them.</summary>
    private TaskFailedException? Add(RecordFailedException failure)
    {
        int count = _records.GetValueOrDefault(failure.Place).Count + 1;
        _records[failure.Place] = (count, failure);
        return count < MostOfOnePlace
            ? null
            : new TaskFailedException(string.Create(
                CultureInfo.InvariantCulture,
                $"{failure.Message.TrimEnd('.')}. It was tried {count} times, and nothing of it is committed: topic {failure.Place.Partition.Topic}, partition ")
                + string.Create(CultureInfo.InvariantCulture, $"{failure.Place.Partition.Partition}, offset {failure.Place.Offset}. ")
                + "Run a version that can read it; until then this partition stands still.", failure.InnerException!);
    }

    /// <summary>The same for what no record is to blame for: a punctuation, or the end of a transaction.</summary>
    private TaskFailedException? Add(TaskFailedException failure)
    {
        _others = ((_others?.Count ?? 0) + 1, failure);
        return _others.Value.Count < MostOfOnePlace ? null : failure;
    }

    private KafkaFaultException? FindFinal(KafkaFaultException fault, long nowMilliseconds)
    {
        if (fault.Fault != KafkaFault.Missing)
        {
            return fault.Fault is KafkaFault.Permanent or KafkaFault.Fenced ? fault : null;
        }

        _missingSince = Math.Min(_missingSince ?? nowMilliseconds, nowMilliseconds);
        return nowMilliseconds - _missingSince <= MostMissing.TotalMilliseconds
            ? null
            : new KafkaFaultException(
                KafkaFault.Permanent,
                string.Create(CultureInfo.InvariantCulture, $"{fault.Message} It was waited for {MostMissing.TotalSeconds} s."),
                fault);
    }
}
