using System.Text;
using SendFlowr.Connectors.Catalog;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Normalize;
using SendFlowr.Pipeline.Person;
using SendFlowr.Pipeline.Tests.Support;
using SendFlowr.Pipeline.Topics;
using SendFlowr.Streams.Records;

namespace SendFlowr.Pipeline.Tests.Hosting;

/// <summary>A pipeline that a loop owns, with a clock and a disk that the test commands.</summary>
internal sealed class LoopPipeline : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("sendflowr-loop-").FullName;
    private readonly MapperFactory _mappers = new(ConnectorCatalog.Find(ConnectorCatalog.Canonical).Definition, new MapperOptions());
    private readonly List<string> _reports = [];
    private readonly FeedBinding _binding;
    private long _due = long.MaxValue;
    private long _dueAsked;
    private int _next;

    public LoopPipeline(Func<EngineLoopOptions, EngineLoopOptions>? change = null, SharedClock? clock = null)
    {
        Clock = clock ?? new SharedClock();
        Options = new EmbeddedPipelineOptions
        {
            Directory = Path.Combine(_folder, "data"),
            IdentityKey = IdentityKey.Fixed(),
            Partitions = 2,
            Workers = 1,
            Time = Clock,
            Files = Files,
        };
        Host = EmbeddedPipeline.Open(Options);
        _binding = Host.Feeds.Bind("test", _mappers.CreateJson);
        EngineLoopOptions options = new() { LearnDaily = false, Report = Note };
        Loop = EngineLoop.Start(Host, change?.Invoke(options) ?? options, NextDue);
    }

    public SharedClock Clock { get; }

    public TroubledFileSystem Files { get; } = new();

    public EmbeddedPipelineOptions Options { get; }

    public EmbeddedPipeline Host { get; }

    public EngineLoop Loop { get; }

    public string Folder => _folder;

    /// <summary>How often the loop asked for the earliest timer.</summary>
    public long DueAsked => Interlocked.Read(ref _dueAsked);

    public IReadOnlyList<string> Reports
    {
        get
        {
            lock (_reports)
            {
                return [.. _reports];
            }
        }
    }

    public void SetDue(long milliseconds) => Interlocked.Exchange(ref _due, milliseconds);

    public Task<T> Run<T>(Func<T> turn, TurnCompletion until = TurnCompletion.Ran, CancellationToken cancellation = default) =>
        Loop.RunAsync(turn, until, cancellation).WaitAsync(Limit, CancellationToken.None);

    /// <summary>Lets the loop look at its clock, and returns when it has done what it found to do.</summary>
    public Task Wake() => Run(() => 0, TurnCompletion.Processed);

    /// <summary>Feeds events in a turn.</summary>
    public Task<int> Feed(TurnCompletion until, params SampleEvent[] events) => Run(() => FeedNow(events.Select(item => item.ToJson())), until);

    /// <summary>Feeds documents; within a turn.</summary>
    public int FeedNow(IEnumerable<string> documents)
    {
        RecordBatch batch = new();
        foreach (string document in documents)
        {
            _binding.Add(batch, Encoding.UTF8.GetBytes(document), Host.NowMilliseconds, _next++);
        }

        Host.Engine.FeedRecords(NormalizeTopology.Name, NormalizeTopology.Feed, 0, batch);
        return batch.Count;
    }

    /// <summary>Appends a record that nobody reads; within a turn.</summary>
    public long AppendNow()
    {
        RecordBatch batch = new();
        batch.Add([1], [2], Host.NowMilliseconds);
        Host.Engine.Append(TopicNames.Decisions, 0, batch, Host.NowMilliseconds);
        return Host.Engine.EndOffset(TopicNames.Decisions, 0);
    }

    /// <summary>People whose features are to be published by a punctuation.</summary>
    public long FeaturesDue() => Enumerable.Range(0, 2).Sum(task => Host.Engine.Table(PersonTopology.Name, task, PersonTables.FeaturesDue).Count);

    /// <summary>A turn that keeps the loop's thread until the gate opens; returns when it has begun.</summary>
    public async Task<Task<int>> Block(ManualResetEventSlim gate)
    {
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<int> blocking = Run(() =>
        {
            begun.SetResult();
            gate.Wait(Limit).ShouldBeTrue();
            return 0;
        });
        await begun.Task.WaitAsync(Limit);
        return blocking;
    }

    public void Dispose()
    {
        Files.IsFull = false;
        Loop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Note(string line)
    {
        lock (_reports)
        {
            _reports.Add(line);
        }
    }

    private long? NextDue()
    {
        Interlocked.Increment(ref _dueAsked);
        return Interlocked.Read(ref _due) is var due && due == long.MaxValue ? null : due;
    }
}
