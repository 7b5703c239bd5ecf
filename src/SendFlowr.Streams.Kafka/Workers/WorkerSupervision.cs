using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Kafka.Workers;

/// <summary>Asks at intervals whether the topics are those that were found at the start. An answer is a sign that the cluster is there.</summary>
internal sealed class WorkerSupervision(IClusterAdmin admin, WorkerFailures failures, TimeSpan interval)
{
    private long? _last;

    /// <summary>Answers so far. Any thread.</summary>
    public long Answers { get; private set; }

    /// <summary>What was wrong the last time and may pass; null when all was well.</summary>
    public KafkaFaultException? Trouble { get; private set; }

    /// <summary>Asks when it is time.</summary>
    /// <param name="layout">The topics.</param>
    /// <param name="nowMilliseconds">The worker's clock.</param>
    /// <exception cref="KafkaFaultException">A topic has been missing for too long.</exception>
    /// <exception cref="TopologyException">A topic is another one.</exception>
    public void Step(TaskLayout layout, long nowMilliseconds)
    {
        if (_last is { } last && Math.Abs(nowMilliseconds - last) < interval.TotalMilliseconds)
        {
            return;
        }

        _last = nowMilliseconds;
        try
        {
            IReadOnlyDictionary<string, TopicShape> found = admin.Find(layout.Topics);
            Answers++;
            layout.Check(found);
            failures.AllThere();
            Trouble = null;
        }
        catch (KafkaFaultException exception)
        {
            Trouble = exception;
            if (failures.FindFinal(exception, nowMilliseconds) is { } final)
            {
                throw final;
            }
        }
    }
}
