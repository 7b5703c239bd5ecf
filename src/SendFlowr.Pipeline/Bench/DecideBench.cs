using System.Globalization;
using SendFlowr.Model.Identity;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Decisions;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Records;

namespace SendFlowr.Pipeline.Bench;

/// <summary>
/// Measures decisions in process on one thread: from a question over seven days to the answer, its explanation and the bytes of its
/// record, without the disk. The people come out of the whole pipeline, with about thirty engagements each.
/// </summary>
public static class DecideBench
{
    private const int EventsPerPerson = 51; // of which about thirty are engagements
    private const int LeastOperations = 20_000;
    private const int LeastWarmUps = 20_000;

    private static readonly IdentifierNormalizer Normalizer = new(IdentifierRules.Default);

    /// <summary>Fills the tables and measures.</summary>
    /// <param name="options">How much.</param>
    /// <param name="progress">Events and decisions done, and in all.</param>
    /// <param name="cancellation">Ends the run.</param>
    public static DecideBenchResult Run(DecideBenchOptions options, Action<long, long> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        PipelineBenchOptions filling = new()
        {
            Directory = options.Directory,
            Events = options.People * EventsPerPerson,
            People = options.People,
            Seed = options.Seed,
            Time = options.Time,
        };
        PipelineBench.Run(filling, progress, cancellation);
        using EmbeddedPipeline host = EmbeddedPipeline.Open(PipelineBench.Pipeline(filling, normalizeOnly: false));
        using DecisionService service = new(host);
        DecisionWriter writer = new();
        TimingQuestion[] questions = [.. Enumerable.Range(0, (int)options.People).Select(Question)];
        for (int i = 0; i < LeastWarmUps; i++)
        {
            writer.Write(service.Decide(questions[i % questions.Length]));
        }

        DecideStages stages = DecideStageTimer.Measure(host, questions, options.Time, cancellation);
        return Measure(service, writer, questions, options, cancellation) with { Stages = stages };
    }

    private static DecideBenchResult Measure(
        DecisionService service, DecisionWriter writer, TimingQuestion[] questions, DecideBenchOptions options, CancellationToken cancellation)
    {
        int operations = Math.Max(LeastOperations, questions.Length);
        double[] microseconds = new double[operations];
        long evidence = 0;
        long allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        long start = options.Time.GetTimestamp();
        for (int i = 0; i < operations; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            long before = options.Time.GetTimestamp();
            DecisionRecord record = service.Decide(questions[i % questions.Length]);
            writer.Write(record);
            microseconds[i] = options.Time.GetElapsedTime(before).TotalMicroseconds;
            evidence += record.Decision.EvidenceCount;
        }

        double seconds = options.Time.GetElapsedTime(start).TotalSeconds;
        long allocated = GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
        Array.Sort(microseconds);
        return new DecideBenchResult
        {
            People = options.People,
            EventsPerPerson = (double)evidence / operations,
            OperationsPerSecond = operations / seconds,
            MicrosecondsP50 = microseconds[operations / 2],
            MicrosecondsP99 = microseconds[operations * 99 / 100],
            MicrosecondsMax = microseconds[^1],
            BytesAllocatedPerOperation = (double)allocated / operations,
        };
    }

    /// <summary>Asked as the simulated history ends, at another minute for everyone.</summary>
    private static TimingQuestion Question(int person)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"email=person{person}@example.com");
        return PersonReference.TryParse(name, null, Normalizer, out PersonReference? reference, out string error)
            ? new TimingQuestion
            {
                Person = [reference!],
                Provider = "klaviyo",
                Now = new Timestamp(SyntheticFeed.End.EpochMilliseconds + (person * 61_001L % Timestamp.MillisecondsPerDay)),
            }
            : throw new InvalidOperationException(error);
    }
}
