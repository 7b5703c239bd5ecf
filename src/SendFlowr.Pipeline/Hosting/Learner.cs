using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Topics;
using SendFlowr.Streams.Records;

namespace SendFlowr.Pipeline.Hosting;

/// <summary>Asks the tenant stage to learn and waits for the new version. The synchronous forms block the calling thread.</summary>
public static class Learner
{
    /// <summary>Learns every touched day up to yesterday (UTC); nothing happens when there is none.</summary>
    public static LearnResult LearnTouched(EmbeddedPipeline host, Action<int>? progress = null) =>
        LearnTouchedAsync(host, progress, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Learns again every day from the given one, or from the earliest touched, to yesterday (UTC).</summary>
    /// <param name="host">The pipeline.</param>
    /// <param name="sinceDay">In days since 1970-01-01; −1: from the earliest touched day.</param>
    /// <param name="progress">Called with the number of days summed so far.</param>
    public static LearnResult Learn(EmbeddedPipeline host, int sinceDay, Action<int>? progress = null) =>
        LearnAsync(host, sinceDay, progress, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>As <see cref="LearnTouched"/>, in turns of the engine's owner; any thread.</summary>
    public static async Task<LearnResult> LearnTouchedAsync(EmbeddedPipeline host, Action<int>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(host);
        await host.LearningGate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return host.EarliestUnlearnedDay() is { } day && day <= Yesterday(host)
                ? await RunAsync(host, SumsRecord.None, progress, cancellation).ConfigureAwait(false)
                : Nothing(host);
        }
        finally
        {
            host.LearningGate.Release();
        }
    }

    /// <summary>As <see cref="Learn"/>, in turns of the engine's owner; any thread. A run that nobody waits for any more goes on all the same.</summary>
    public static async Task<LearnResult> LearnAsync(EmbeddedPipeline host, int sinceDay, Action<int>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(host);
        await host.LearningGate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await RunAsync(host, sinceDay, progress, cancellation).ConfigureAwait(false);
        }
        finally
        {
            host.LearningGate.Release();
        }
    }

    private static async Task<LearnResult> RunAsync(EmbeddedPipeline host, int sinceDay, Action<int>? progress, CancellationToken cancellation)
    {
        long start = host.Options.Time.GetTimestamp();
        long firstOffset = host.Engine.EndOffset(TopicNames.Priors, 0);
        await host.Owner.RunAsync(() => Ask(host, sinceDay), TurnCompletion.Ran, cancellation).ConfigureAwait(false);

        // A run writes its survey first, then a record for each day.
        int Summed() => (int)Math.Max(0, host.Engine.EndOffset(TopicNames.Priors, 0) - firstOffset - 1);
        await host.SettleAsync(() => progress?.Invoke(Summed()), cancellation).ConfigureAwait(false);
        await host.Owner.RunAsync(() => true, TurnCompletion.Durable, cancellation).ConfigureAwait(false);
        int days = host.Engine.ReadTopic(TopicNames.Priors, 0, firstOffset)
            .Count(record => LearnRequest.IsDayOfRun(record.Value));
        return new LearnResult(days, host.PriorsInForce().Version, host.Options.Time.GetElapsedTime(start).TotalSeconds);
    }

    private static bool Ask(EmbeddedPipeline host, int sinceDay)
    {
        LearnRequest request = LearnRequest.Make(sinceDay, Yesterday(host));
        RecordBatch batch = new();
        batch.Add(request.Key.Span, request.Value.Span, host.NowMilliseconds);
        host.Engine.Append(TopicNames.Sums, 0, batch, host.NowMilliseconds);
        return true;
    }

    private static int Yesterday(EmbeddedPipeline host) => (int)new Timestamp(host.NowMilliseconds).EpochDay - 1;

    private static LearnResult Nothing(EmbeddedPipeline host) => new(0, host.PriorsInForce().Version, 0);
}
