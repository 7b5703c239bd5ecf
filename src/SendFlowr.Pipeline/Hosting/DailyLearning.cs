using System.Globalization;

namespace SendFlowr.Pipeline.Hosting;

/// <summary>Learns finished days while the engine runs: at the start those that were missed, then each day at 00:10 UTC by the wall clock.</summary>
/// <remarks>Learning goes on in turns beside everything else. Called by the loop's thread only, except <see cref="Stop"/>, and <see cref="Dispose"/> after it has ended.</remarks>
internal sealed class DailyLearning(EmbeddedPipeline host, Action<string> report) : IDisposable
{
    private const long DayMilliseconds = 86_400_000;

    /// <summary>Late enough for the last events of a day to have come in.</summary>
    private const long CutMilliseconds = 10 * 60_000;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stop = new();
    private long _lastCut = long.MinValue;
    private long _failedAt;
    private bool _hasFailed;
    private Task _run = Task.CompletedTask;

    /// <summary>Begins to learn when a cut is due and none is under way.</summary>
    public void StartIfDue()
    {
        long cut = (host.NowMilliseconds - CutMilliseconds) / DayMilliseconds;
        bool isTime = Volatile.Read(ref _hasFailed) ? host.Options.Time.GetElapsedTime(_failedAt) >= RetryAfter : cut > _lastCut;
        if (isTime && _run.IsCompleted && !_stop.IsCancellationRequested)
        {
            _lastCut = cut;
            _run = LearnAsync();
        }
    }

    public void Stop() => _stop.Cancel();

    public void Dispose() => _stop.Dispose();

    private async Task LearnAsync()
    {
        try
        {
            LearnResult result = await Learner.LearnTouchedAsync(host, null, _stop.Token).ConfigureAwait(false);
            _hasFailed = false;
            if (result.Days > 0)
            {
                report(string.Create(
                    CultureInfo.InvariantCulture, $"Learned {result.Days} days in {result.Seconds:0.0} s; version {result.PriorsVersion} of the priors is in force."));
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The run is a row of the tenant's: the next start goes on with it.
        }
#pragma warning disable CA1031 // Whatever it was, learning is tried again; an error that nobody sees would end it for a day.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            report($"Learning waits: {exception.Message}");
            _failedAt = host.Options.Time.GetTimestamp();
            Volatile.Write(ref _hasFailed, true);
        }
    }
}
