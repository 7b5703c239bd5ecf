using System.Diagnostics;
using System.Globalization;
using SendFlowr.Integration.Clients;
using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Integration.Rounds;

/// <summary>Writes events and requests all the time, in a thread of its own, and knows exactly what it has written, whatever becomes of brokers.</summary>
internal sealed class RoundLoad : IDisposable
{
    public const int People = 97;
    public const int Partitions = 4;

    private const int EventsOfBatch = 60;

    /// <summary>Between two batches the thread waits for nothing in a topic that stays empty.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly IKafkaClients _clients;
    private readonly TopicPartition _feed;
    private readonly TopicPartition _silent;
    private readonly string _requests;
    private readonly List<string> _documents = [];
    private readonly AutoResetEvent _written = new(false);
    private readonly Thread _thread;
    private ITransactionalProducer? _producer;
    private volatile bool _isStopping;
    private volatile Exception? _failure;

    /// <param name="clients">The cluster.</param>
    /// <param name="feed">Takes events, as documents; nobody else writes there.</param>
    /// <param name="silent">Stays empty.</param>
    /// <param name="requests">The topic of requests.</param>
    public RoundLoad(IKafkaClients clients, TopicPartition feed, TopicPartition silent, string requests)
    {
        (_clients, _feed, _silent, _requests) = (clients, feed, silent, requests);
        _thread = new Thread(Run) { Name = "load", IsBackground = true };
        _thread.Start();
    }

    /// <summary>The documents of all events that were written. To be read when the load has ended.</summary>
    public IReadOnlyList<string> Documents => _documents;

    /// <summary>Requests that were written, named by <see cref="RequestId"/> from 0 on.</summary>
    public int Requests { get; private set; }

    public static string RequestId(int number) => string.Create(CultureInfo.InvariantCulture, $"request-{number:d6}");

    public static string EventId(int number) => string.Create(CultureInfo.InvariantCulture, $"event-{number:d6}");

    /// <summary>Returns when it has gone on for so long.</summary>
    public void GoOn(TimeSpan time)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < time)
        {
            _failure.ShouldBeNull();
            _written.WaitOne(Pause);
        }
    }

    /// <summary>Ends it, with its last batch written.</summary>
    public void End()
    {
        _isStopping = true;
        _thread.Join();
        _failure.ShouldBeNull();
    }

    public void Dispose()
    {
        _isStopping = true;
        _thread.Join();
        _producer?.Dispose();
        _written.Dispose();
    }

    private void Run()
    {
        try
        {
            using ITopicReader reader = _clients.CreateReader();
            reader.Assign([new TopicPartitionOffset(_silent, 0)]);
            while (!_isStopping)
            {
                WriteOnce();
                _written.Set();
                reader.Poll(1, Pause, new RecordList());
            }
        }
#pragma warning disable CA1031 // Told by whoever waits for it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _failure = exception;
        }
    }

    /// <summary>One transaction, tried until it is certain that it was committed once.</summary>
    private void WriteOnce()
    {
        string[] events = [.. Enumerable.Range(_documents.Count, EventsOfBatch).Select(Document)];
        while (!TryWrite(events) && !IsThere())
        {
        }

        _documents.AddRange(events);
        Requests += 1 + (_documents.Count / EventsOfBatch % 3 == 0 ? 1 : 0);
    }

    private bool TryWrite(string[] events)
    {
        try
        {
            if (_producer is null)
            {
                _producer = _clients.CreateProducer("rounds-load");
                _producer.InitTransactions();
            }

            long now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
            _producer.Begin();
            foreach (string document in events)
            {
                _producer.Send(_feed, "", document, now);
            }

            // Those that may arrive at once, some of them twice; and now and then one whose window is short.
            int copies = Requests % 5 == 0 ? 2 : 1;
            for (int copy = 0; copy < copies; copy++)
            {
                Send(Requests, ",\"priority\":\"urgent\"", now, copy);
            }

            if ((_documents.Count + events.Length) / EventsOfBatch % 3 == 0)
            {
                Send(Requests + 1, string.Create(CultureInfo.InvariantCulture, $",\"send_before\":{now + 3000}"), now, 0);
            }

            _producer.Commit();
            return true;
        }
        catch (KafkaFaultException)
        {
            _producer?.Dispose();
            _producer = null;
            return false;
        }
    }

    private void Send(int number, string more, long now, int copy) => _producer!.Send(
        new TopicPartition(_requests, (number + copy) % Partitions),
        "",
        string.Create(CultureInfo.InvariantCulture, $$"""{"request_id":"{{RequestId(number)}}","email":"p{{number % People}}@example.com","send_after":{{now}}{{more}}}"""),
        now);

    /// <summary>Nobody knows what became of the last batch: its transactional id is taken over, and the feed is read to its end.</summary>
    private bool IsThere()
    {
        while (true)
        {
            try
            {
                using ITransactionalProducer heir = _clients.CreateProducer("rounds-load");
                heir.InitTransactions();
                return LastCommitted() > _documents.Count;
            }
            catch (KafkaFaultException exception)
            {
                exception.Fault.ShouldBeOneOf(KafkaFault.Retriable, KafkaFault.Unknown, KafkaFault.Fenced, KafkaFault.Missing);
            }
        }
    }

    /// <summary>Events in the feed.</summary>
    private int LastCommitted()
    {
        using IClusterAdmin admin = _clients.CreateAdmin();
        long end = admin.EndOffsets([_feed], uncommitted: true)[_feed];
        using ITopicReader reader = _clients.CreateReader();
        RecordCount count = new();
        reader.Assign([new TopicPartitionOffset(_feed, 0)]);
        Polling.Until(() => count.End >= end, "the end of the feed", () => reader.Poll(10_000, Pause, count));
        return count.Records;
    }

    private static string Document(int number) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"event_id":"{{EventId(number)}}","event_type":"{{(number % 3 == 0 ? "clicked" : "opened")}}","occurred_at":{{1_790_000_000_000 + (number * 1000L)}},"provider":"klaviyo","channel":"email","identifiers":[{"type":"email","value":"p{{number % People}}@example.com"}]}""");

    private sealed class RecordCount : IRecordSink
    {
        public int Records { get; private set; }

        public long End { get; private set; }

        public void Take(in ConsumedRecord record)
        {
            Records++;
            End = record.Offset + 1;
        }

        public void ReachedEnd(TopicPartition partition, long nextOffset) => End = nextOffset;
    }
}
