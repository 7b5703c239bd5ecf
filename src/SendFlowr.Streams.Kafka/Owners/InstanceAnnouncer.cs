using SendFlowr.Streams.Kafka.Engine;
using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Streams.Kafka.Owners;

/// <summary>Says in the owners topic that this instance is there, again and again, and that it has gone; in a thread of its own.</summary>
/// <remarks>Thread-safe. What the cluster refuses is tried again with the next time.</remarks>
internal sealed class InstanceAnnouncer : IDisposable
{
    /// <summary>How often an instance says that it is there.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan TroublePause = TimeSpan.FromSeconds(1);

    private readonly IKafkaClients _clients;
    private readonly string _transactionalId;
    private readonly string _topic;
    private readonly byte[] _key;
    private readonly byte[] _value;
    private readonly TimeProvider _time;
    private readonly ManualResetEventSlim _stopping = new();
    private readonly Thread _thread;
    private KafkaWriter? _writer;
    private bool _isDisposed;

    public InstanceAnnouncer(IKafkaClients clients, string group, string prefix, InstanceAddress instance, TimeProvider time)
    {
        _clients = clients;
        _transactionalId = $"{group}-{instance.Name}-announcer";
        _topic = OwnerKeys.TopicOf(prefix);
        _key = OwnerKeys.OfInstance(instance.Name);
        _value = new OwnerRecord
        {
            Instance = instance.Name,
            Url = instance.Url?.ToString(),
            SinceMilliseconds = instance.SinceMilliseconds,
            Workers = instance.Workers,
            Standbys = instance.Standbys,
        }.ToBytes();
        _time = time;
        _thread = new Thread(Run) { Name = "announcer", IsBackground = true };
        _thread.Start();
    }

    /// <summary>What the cluster refused the last time; null when nothing was.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Whether the end is told to the others, as is right when the instance's work is handed over.</summary>
    public bool TellsEnd { get; set; } = true;

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _stopping.Set();
            _thread.Join();
            _stopping.Dispose();
        }
    }

    private void Run()
    {
        while (!_stopping.IsSet)
        {
            bool isDone = Say(isGone: false);
            _stopping.Wait(isDone ? Interval : TroublePause);
        }

        if (TellsEnd)
        {
            Say(isGone: true);
        }

        _writer?.Dispose();
    }

    private bool Say(bool isGone)
    {
        try
        {
            _writer ??= new KafkaWriter(_clients.CreateProducer(_transactionalId));
            long now = _time.GetUtcNow().ToUnixTimeMilliseconds();
            if (isGone)
            {
                _writer.Delete(_topic, 1, _key, now);
            }
            else
            {
                _writer.Write(_topic, 1, _key, _value, now);
            }

            _writer.Commit();
            Trouble = null;
            return true;
        }
        catch (KafkaUnreachableException exception)
        {
            Trouble = exception.Message;
            _writer?.Dispose();
            _writer = null;
            return false;
        }
    }
}
