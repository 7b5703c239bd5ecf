using SendFlowr.Simulation.Kafka.Cluster;
using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Simulation.Kafka.Clients;

/// <summary>A process with clients of a simulated cluster. It can be stopped, cut off, and die.</summary>
internal sealed class SimulatedProcess(SimulatedCluster cluster, string name, IInterruptions? interruptions = null) : IKafkaClients
{
    private readonly IInterruptions _interruptions = interruptions ?? new NoInterruptions(cluster.Time);

    public string Name { get; } = name;

    public SimulatedCluster Cluster { get; } = cluster;

    /// <summary>Stopped as a whole: no heartbeats either.</summary>
    public bool IsStopped { get; set; }

    /// <summary>Cut off from the cluster: it runs, and nothing it sends arrives.</summary>
    public bool IsCut { get; set; }

    public bool IsDead { get; set; }

    /// <summary>Whether its background threads run and reach the cluster.</summary>
    public bool IsOnline => !IsStopped && !IsCut && !IsDead;

    public IGroupConsumer CreateConsumer(string group, string? instance) => new SimulatedGroupConsumer(this, group, instance);

    public ITopicReader CreateReader(bool isExact = false) => new SimulatedTopicReader(this, isExact);

    public ITransactionalProducer CreateProducer(string transactionalId) => new SimulatedProducer(this, transactionalId);

    public IPlainProducer CreatePlainProducer() => new SimulatedPlainProducer(this);

    public IClusterAdmin CreateAdmin() => new SimulatedAdmin(this);

    /// <summary>Told of each call, what it is about and how it ended; null when nobody wants to know.</summary>
    public Action<string>? Trace { get; init; }

    /// <summary>A call of the process to a client: it may die or be held up before and after.</summary>
    public void Call(PortCall call, Action effect, Func<string>? about = null)
    {
        try
        {
            _interruptions.Before(this, call);
            ThrowIfDead();
            effect();
            Trace?.Invoke($"{Cluster.Time.NowMilliseconds} {Name} {call} {about?.Invoke()}");
            _interruptions.After(this, call);
            ThrowIfDead();
        }
        catch (Exception exception)
        {
            // Traced only; what was thrown goes on to whoever called.
            Trace?.Invoke($"{Cluster.Time.NowMilliseconds} {Name} {call} ended with {exception.Message}");
            throw;
        }
    }

    public void LetTimePass(long milliseconds)
    {
        _interruptions.LetTimePass(this, milliseconds);
        ThrowIfDead();
    }

    /// <summary>Waits until something is so; false when the time is over before.</summary>
    public bool WaitUntil(Func<bool> condition)
    {
        long end = Cluster.Time.NowMilliseconds + Cluster.Settings.CallTimeoutMilliseconds;
        while (!condition())
        {
            if (Cluster.Time.NowMilliseconds >= end)
            {
                return false;
            }

            LetTimePass(50);
        }

        return true;
    }

    public Fate FateOf(RequestKind kind) => IsCut ? Fate.Lost : Cluster.Wire.FateOf(kind);

    /// <summary>
    /// Runs a request of which the client is to know the outcome: gives up with the fault when no answer comes in time.
    /// </summary>
    /// <remarks>
    /// Only produce requests are doubled. A second copy of an EndTxn that was answered could end the next transaction, in the protocol before
    /// KIP-890; no client can do anything about that, and Kafka's requests are not doubled by the network but by retries.
    /// </remarks>
    /// <param name="kind">The request.</param>
    /// <param name="onSilence">The fault when nobody knows whether it happened.</param>
    /// <param name="effect">What it does when it arrives.</param>
    /// <param name="mayBeLate">Whether it may arrive when its sender has given it up; else it does not arrive then.</param>
    public void Request(RequestKind kind, KafkaFault onSilence, Func<BrokerAnswer> effect, bool mayBeLate = true)
    {
        Fate fate = FateOf(kind);
        switch (fate)
        {
            case Fate.Refused:
                throw new KafkaFaultException(KafkaFault.Retriable, $"Simulated: {kind} of {Name} was refused for now.");
            case Fate.AnswerLost:
                _ = effect();
                break;
            case Fate.Late when mayBeLate:
                Cluster.Time.After(Cluster.Settings.CallTimeoutMilliseconds + Cluster.Wire.LateDelay(), () => _ = effect());
                break;
            case Fate.Answered or Fate.Doubled:
                BrokerAnswer answer = BrokerAnswer.None;
                bool isAnswered = WaitUntil(() => !IsCut && (answer = effect()) != BrokerAnswer.ConcurrentTransactions);
                if (isAnswered && answer != BrokerAnswer.None)
                {
                    throw new KafkaFaultException(KafkaFault.Fenced, $"Simulated: {kind} of {Name}: {answer}.");
                }

                if (isAnswered)
                {
                    return;
                }

                throw new KafkaFaultException(onSilence, $"Simulated: {kind} of {Name} had to wait too long.");
        }

        LetTimePass(Cluster.Settings.CallTimeoutMilliseconds);
        throw new KafkaFaultException(onSilence, $"Simulated: {kind} of {Name} was not answered in time ({fate}).");
    }

    private void ThrowIfDead()
    {
        if (IsDead)
        {
            throw new CrashException($"Simulated: {Name} is dead.");
        }
    }
}
