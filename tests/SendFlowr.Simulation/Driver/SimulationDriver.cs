using System.Globalization;
using SendFlowr.Streams.Embedded;

namespace SendFlowr.Simulation.Driver;

/// <summary>
/// Runs topologies on the embedded engine over a file system that crashes, with faults drawn from a seed, and has an auditor compare the end
/// with that of an undisturbed run.
/// </summary>
/// <remarks>
/// <c>SENDFLOWR_SEEDS</c> is the number of seeds of a normal run, <c>SENDFLOWR_SEED</c> replays a single one. One thread; a seed always does the same.
/// </remarks>
public sealed class SimulationDriver(SimulationPlan plan)
{
    private const int MaxDifferencesShown = 5;

    private SimulationOutcome? _undisturbed;

    public int Runs { get; private set; }

    public long Crashes { get; private set; }

    public long AbortedSteps { get; private set; }

    public long SegmentsDeleted { get; private set; }

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
    public string? Run(int seed) => Run(seed, EngineGuards.All);

    internal string? Run(int seed, EngineGuards guards)
    {
        _undisturbed ??= new SimulationRun(plan, 0, EngineGuards.All, isDisturbed: false).RunUndisturbed();
        var run = new SimulationRun(plan, seed, guards);
        Runs++;
        try
        {
            SimulationOutcome outcome = run.Run();
            string[] differences = [.. plan.Auditor(outcome, _undisturbed).Take(MaxDifferencesShown)];
            return differences.Length == 0 ? null : string.Join('\n', differences);
        }
        catch (Exception exception)
        {
            // Whatever ends a run is a failure of that seed, and is reported with it.
            return exception is SimulationFailedException ? exception.Message : exception.ToString();
        }
        finally
        {
            Crashes += run.Crashes;
            AbortedSteps += run.AbortedSteps;
            SegmentsDeleted += run.SegmentsDeleted;
        }
    }

    /// <summary>The first seed that fails without some guards, or null when none of the first ones does.</summary>
    internal int? FirstFailure(int seeds, EngineGuards guards)
    {
        for (int seed = 1; seed <= seeds; seed++)
        {
            if (Run(seed, guards) is not null)
            {
                return seed;
            }
        }

        return null;
    }

    private void Check(int seed, string testName)
    {
        if (Run(seed) is { } wrong)
        {
            throw new SimulationFailedException(
                $"Seed {seed} failed:\n{wrong}\n"
                + $"Replay: SENDFLOWR_SEED={seed} dotnet test tests/SendFlowr.Simulation --filter {testName}");
        }
    }
}
