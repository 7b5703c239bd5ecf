using System.Globalization;
using SendFlowr.Simulation.Driver;
using SendFlowr.Streams.Embedded;
using SendFlowr.Streams.Kafka.Workers;

namespace SendFlowr.Simulation.Kafka.Runs;

/// <summary>Runs a plan on simulated clusters, a seed each, and compares the end with that of the embedded engine when nothing disturbs it.</summary>
/// <remarks>
/// <c>SENDFLOWR_SEEDS</c> is the number of seeds of a normal run, <c>SENDFLOWR_SEED</c> replays a single one. One thread; a seed always does the same.
/// </remarks>
internal sealed class KafkaSimulationDriver(KafkaPlan plan)
{
    private const int MaxDifferencesShown = 5;

    private SimulationOutcome? _undisturbed;

    public int Runs { get; private set; }

    /// <summary>What happened in all runs.</summary>
    public string Summary => string.Create(
        CultureInfo.InvariantCulture,
        $"{Runs} runs, {_commits} transactions, {_crashes} crashes, {_pauses} pauses, {_rebalances} rebalances, {_expired} sessions ended, {_timedOut} transactions timed out");

    private long _commits;
    private long _crashes;
    private long _pauses;
    private long _rebalances;
    private long _expired;
    private long _timedOut;

    /// <summary>Runs the seeds the environment asks for, or this many from 1 on.</summary>
    /// <exception cref="SimulationFailedException">A seed failed; the text has the command that replays it.</exception>
    public void RunSeeds(int seeds, string testName)
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("SENDFLOWR_SEED"), CultureInfo.InvariantCulture, out int single))
        {
            Check(single, testName);
            return;
        }

        if (int.TryParse(Environment.GetEnvironmentVariable("SENDFLOWR_SEEDS"), CultureInfo.InvariantCulture, out int wanted))
        {
            seeds = wanted;
        }

        for (int seed = 1; seed <= seeds; seed++)
        {
            Check(seed, testName);
        }
    }

    /// <summary>Runs one seed; null when all is well, else what is wrong.</summary>
    public string? Run(int seed, WorkerGuards guards, Action<string>? trace = null)
    {
        _undisturbed ??= new SimulationRun(plan.Plan, 0, EngineGuards.All, isDisturbed: false).RunUndisturbed();
        var run = new KafkaSimulationRun(plan, seed, guards) { Trace = trace };
        Runs++;
        try
        {
            SimulationOutcome outcome = run.Run();
            string[] differences = [.. plan.Plan.Auditor(outcome, _undisturbed).Take(MaxDifferencesShown)];
            return differences.Length == 0 ? null : string.Join('\n', differences);
        }
        catch (Exception exception)
        {
            // Whatever ends a run is a failure of that seed, and is reported with it.
            return exception is SimulationFailedException ? exception.Message : exception.ToString();
        }
        finally
        {
            _commits += run.Commits;
            _crashes += run.Crashes;
            _pauses += run.Pauses;
            _rebalances += run.Cluster.Groups.Rebalances;
            _expired += run.Cluster.Groups.ExpiredSessions;
            _timedOut += run.Cluster.Transactions.TimedOut;
        }
    }

    /// <summary>The first seed that fails without some guards and what is wrong with it, or null when none of the first ones does. With all guards it passes.</summary>
    public string? FirstFailure(int seeds, WorkerGuards guards)
    {
        for (int seed = 1; seed <= seeds; seed++)
        {
            if (Run(seed, guards) is { } wrong)
            {
                return Run(seed, WorkerGuards.All) is { } also
                    ? throw new SimulationFailedException($"Seed {seed} fails with all guards too: {also}")
                    : $"Seed {seed} fails: {wrong}";
            }
        }

        return null;
    }

    private void Check(int seed, string testName)
    {
        if (Run(seed, WorkerGuards.All) is { } wrong)
        {
            throw new SimulationFailedException(
                $"Seed {seed} failed:\n{wrong}\n"
                + $"Replay: SENDFLOWR_SEED={seed} dotnet test tests/SendFlowr.Simulation --filter {testName}");
        }
    }
}
