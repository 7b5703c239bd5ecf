using System.Collections.Concurrent;
using System.Globalization;
using SendFlowr.Pipeline.Requests;
using SendFlowr.Simulation.Driver;
using Xunit.Abstractions;

namespace SendFlowr.Simulation.Requests;

public class RequestSimulationTests(ITestOutputHelper output)
{
    private const int Scripts = 10;
    private const int SeedsOfScript = 20;

    /// <summary>Seed of the first script; another makes other requests.</summary>
    private static int ScriptSeed =>
        int.TryParse(Environment.GetEnvironmentVariable("SENDFLOWR_SCRIPT_SEED"), CultureInfo.InvariantCulture, out int seed) ? seed : 20_260_501;

    [Fact]
    public void two_hundred_thousand_requests_end_once_and_rightly_whatever_crashes()
    {
        ConcurrentBag<SimulationDriver> drivers = [];
        ConcurrentBag<string> faults = [];
        RequestTally tally = new();
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, Scripts, parallel, script =>
        {
            SimulationDriver driver = new(RequestPlan.Create(ScriptSeed + script, RequestPlan.Patient, tally));
            drivers.Add(driver);
            for (int seed = 1; seed <= SeedsOfScript && faults.IsEmpty; seed++)
            {
                if (driver.Run(seed) is { } wrong)
                {
                    faults.Add($"SENDFLOWR_SCRIPT_SEED={ScriptSeed + script}, seed {seed}: {wrong}");
                }
            }
        });
        faults.ShouldBeEmpty();
        long crashes = drivers.Sum(driver => driver.Crashes);
        output.WriteLine(
            $"script seed {ScriptSeed}: {(long)Scripts * SeedsOfScript * RequestScript.Requests} requests, {crashes} crashes, "
            + $"{drivers.Sum(driver => driver.AbortedSteps)} aborted steps; {tally}");
        foreach (string state in new[] { "planned", "revised", "triggered", "suppressed", "expired", "cancelled" })
        {
            tally[state].ShouldBeGreaterThan(1000, state);
        }

        crashes.ShouldBeGreaterThan(Scripts * SeedsOfScript / 2, "a simulation without crashes shows nothing");
    }

    [Fact]
    public void notices_that_a_plan_is_not_judged_before_it_is_fired() => MustFail(RequestPlan.Patient with { JudgeBeforeFiring = false });

    [Fact]
    public void notices_that_an_id_is_taken_more_than_once() => MustFail(RequestPlan.Patient with { TakeIdOnce = false });

    [Fact]
    public void notices_that_triggers_do_not_wait_for_the_backlog() => MustFail(RequestPlan.Patient with { PatienceMilliseconds = 0 });

    [Fact]
    public void notices_that_a_cancelled_request_stays() => MustFail(RequestPlan.Patient with { DropCancelled = false });

    /// <summary>A simulation proves something only if it notices what is wrong: some seed must fail without the guard.</summary>
    private void MustFail(RequestGuards guards)
    {
        const int seeds = 10;
        SimulationDriver driver = new(RequestPlan.Create(ScriptSeed, guards, new RequestTally()));
        for (int seed = 1; seed <= seeds; seed++)
        {
            if (driver.Run(seed) is { } wrong)
            {
                output.WriteLine($"Seed {seed} fails: {wrong}");
                return;
            }
        }

        Assert.Fail($"None of {seeds} seeds failed without the guard.");
    }
}
