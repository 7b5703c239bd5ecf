namespace SendFlowr.Simulation.Kafka.Cluster;

/// <summary>A request of a client.</summary>
internal enum RequestKind
{
    InitProducer,
    Produce,
    CommitOffsets,
    EndTransaction,
    FetchOffsets,
    ListOffsets,
}

/// <summary>What becomes of a request.</summary>
internal enum Fate
{
    Answered,

    /// <summary>Answered, and a copy of it arrives once more, later.</summary>
    Doubled,

    /// <summary>The broker says that it cannot just now; nothing has happened.</summary>
    Refused,

    /// <summary>It arrives and works, but the client never hears of it.</summary>
    AnswerLost,

    /// <summary>The client gives up, and then it arrives and works.</summary>
    Late,

    /// <summary>The client gives up, and it never arrives.</summary>
    Lost,
}

/// <summary>What lies between clients and brokers. As made, everything arrives at once; the simulation draws fates and delays.</summary>
internal sealed class Wire
{
    private readonly Dictionary<RequestKind, Queue<Fate>> _planned = [];

    /// <summary>The fate of a request for which none is planned.</summary>
    public Func<RequestKind, Fate> Draw { get; set; } = _ => Fate.Answered;

    /// <summary>How long after its sender gave up a late request arrives, in milliseconds.</summary>
    public Func<long> LateDelay { get; set; } = () => 1;

    /// <summary>After how many milliseconds a producer sends what it was just handed without being asked to flush; null to wait for a flush.</summary>
    public Func<long?> Linger { get; set; } = () => null;

    /// <summary>Most entries of a partition that a poll finds fetched; 0 when the answer to the fetch is still on its way.</summary>
    public Func<int> FetchLimit { get; set; } = () => int.MaxValue;

    /// <summary>What becomes of the next requests of a kind, in order.</summary>
    public void Plan(RequestKind kind, params Fate[] fates)
    {
        if (!_planned.TryGetValue(kind, out Queue<Fate>? queue))
        {
            _planned[kind] = queue = new Queue<Fate>();
        }

        Array.ForEach(fates, queue.Enqueue);
    }

    public Fate FateOf(RequestKind kind) => _planned.TryGetValue(kind, out Queue<Fate>? queue) && queue.TryDequeue(out Fate planned) ? planned : Draw(kind);
}
