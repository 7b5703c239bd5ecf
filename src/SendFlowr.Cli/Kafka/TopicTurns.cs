using System.Threading.Channels;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Streams.Kafka.Engine;
using SendFlowr.Streams.Records;

namespace SendFlowr.Cli.Kafka;

/// <summary>
/// Takes what HTTP and verbs write to topics: turns come from any thread, and those that wait at the same time are one transaction of a producer
/// of their own. A turn is done when its transaction is committed; fails that, everybody in it is told.
/// </summary>
/// <remarks>Any thread, but for <see cref="Append"/>, which belongs into turns.</remarks>
internal sealed class TopicTurns : IEngineOwner, IAsyncDisposable
{
    private const int MostWaiting = 4096;
    private const int MostAtOnce = 256;

    private readonly Channel<Turn> _turns = Channel.CreateBounded<Turn>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly KafkaCluster _cluster;
    private readonly string _name;
    private readonly Task _loop;
    private KafkaWriter? _writer;

    /// <param name="cluster">Where the topics are.</param>
    /// <param name="name">Transactional id; another writer of that name is shut out.</param>
    public TopicTurns(KafkaCluster cluster, string name)
    {
        _cluster = cluster;
        _name = name;
        _loop = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <inheritdoc/>
    public bool HasOwnThread => true;

    /// <inheritdoc/>
    /// <exception cref="EngineStoppedException">It is being stopped.</exception>
    /// <exception cref="RowsUnavailableException">The cluster did not take it, or has not said whether it did.</exception>
    public async Task<T> RunAsync<T>(Func<T> turn, TurnCompletion until, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(turn);
        Turn<T> work = new(turn);
        try
        {
            await _turns.Writer.WriteAsync(work, cancellation);
        }
        catch (ChannelClosedException exception)
        {
            throw new EngineStoppedException("The instance is being stopped and takes nothing any more. Ask another one.", exception);
        }

        return await work.Outcome.WaitAsync(cancellation);
    }

    /// <summary>Writes records, each to the partition of its key. In a turn.</summary>
    /// <param name="topic">Name in the cluster.</param>
    /// <param name="partitions">Partitions of the topic.</param>
    /// <param name="batch">The records.</param>
    public void Append(string topic, int partitions, RecordBatch batch)
    {
        if (batch.Count > 0)
        {
            (_writer ??= _cluster.CreateWriter(_name)).Write(topic, partitions, batch);
        }
    }

    /// <summary>Finishes what waits.</summary>
    public async ValueTask DisposeAsync()
    {
        _turns.Writer.TryComplete();
        await _loop;
        _writer?.Dispose();
    }

    private void Run()
    {
        List<Turn> taken = [];
        while (_turns.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            taken.Clear();
            try
            {
                while (taken.Count < MostAtOnce && _turns.Reader.TryRead(out Turn? turn))
                {
                    taken.Add(turn);
                    turn.Run();
                }

                _writer?.Commit();
                taken.ForEach(static turn => turn.Complete());
            }
#pragma warning disable CA1031 // Whatever it is, everybody in the transaction is told, and the next one begins with a producer of its own.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                // What was written may be committed or not; the next writer of the same name ends it either way.
                _writer?.Dispose();
                _writer = null;
                taken.ForEach(turn => turn.Fail(new RowsUnavailableException($"The cluster has not taken it, or has not said so: {exception.Message}", exception)));
            }
        }
    }

    private abstract class Turn
    {
        /// <exception cref="KafkaUnreachableException">The whole transaction is over.</exception>
        public abstract void Run();

        public abstract void Complete();

        public abstract void Fail(Exception exception);
    }

    private sealed class Turn<T>(Func<T> work) : Turn
    {
        private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T _outcome = default!;

        public Task<T> Outcome => _completion.Task;

        public override void Run()
        {
            try
            {
                _outcome = work();
            }
#pragma warning disable CA1031 // What a turn throws belongs to whoever waits for it.
            catch (Exception exception) when (exception is not KafkaUnreachableException)
#pragma warning restore CA1031
            {
                _completion.TrySetException(exception);
            }
        }

        public override void Complete() => _completion.TrySetResult(_outcome);

        public override void Fail(Exception exception) => _completion.TrySetException(exception);
    }
}
