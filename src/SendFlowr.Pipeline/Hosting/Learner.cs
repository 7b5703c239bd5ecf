using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Topics;
using SendFlowr.Streams.Embedded;

namespace SendFlowr.Pipeline.Hosting;

/// <summary>Asks the tenant stage to learn and waits for the new version.</summary>
public static class Learner
{
    /// <summary>Learns every touched day up to yesterday (UTC); nothing happens when there is none.</summary>
    public static LearnResult LearnTouched(PipelineHost host, Action<int>? progress = null) =>
        host.EarliestUnlearnedDay() is { } day && day <= Yesterday(host) ? Learn(host, SumsRecord.None, progress) : Nothing(host);

    /// <summary>Learns again every day from the given one, or from the earliest touched, to yesterday (UTC).</summary>
    /// <param name="host">The pipeline.</param>
    /// <param name="sinceDay">In days since 1970-01-01; −1: from the earliest touched day.</param>
    /// <param name="progress">Called with the number of days summed so far.</param>
    public static LearnResult Learn(PipelineHost host, int sinceDay, Action<int>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(host);
        long start = host.Options.Time.GetTimestamp();
        long firstOffset = host.Engine.EndOffset(TopicNames.Priors, 0);
        Ask(host, sinceDay);
        while (!host.Engine.Step(host.NowMilliseconds).Idle)
        {
            // A run writes its survey first, then a record for each day.
            progress?.Invoke((int)Math.Max(0, host.Engine.EndOffset(TopicNames.Priors, 0) - firstOffset - 1));
        }

        host.Engine.Sync();
        int days = host.Engine.ReadTopic(TopicNames.Priors, 0, firstOffset)
            .Count(record => PriorsRecord.Read(Schemas.Priors.Body(record.Value)).Kind == PriorsKind.Cut);
        return new LearnResult(days, host.PriorsInForce().Version, host.Options.Time.GetElapsedTime(start).TotalSeconds);
    }

    private static void Ask(PipelineHost host, int sinceDay)
    {
        RecordWriter writer = new(Schemas.Sums);
        new SumsRecord
        {
            Kind = SumsKind.Request,
            Run = 0,
            Task = SumsRecord.None,
            FromDay = sinceDay,
            Day = Yesterday(host),
            Payload = default,
        }.Write(writer.Begin());
        RecordBatch batch = new();
        batch.Add(RecordKeys.OfSums(SumsKind.Request, SumsRecord.None), writer.Bytes, host.NowMilliseconds);
        host.Engine.Append(TopicNames.Sums, 0, batch, host.NowMilliseconds);
    }

    private static int Yesterday(PipelineHost host) => (int)new Timestamp(host.NowMilliseconds).EpochDay - 1;

    private static LearnResult Nothing(PipelineHost host) => new(0, host.PriorsInForce().Version, 0);
}
