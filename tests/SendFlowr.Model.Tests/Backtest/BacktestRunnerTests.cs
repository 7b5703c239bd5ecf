using SendFlowr.Model.Backtest;

namespace SendFlowr.Model.Tests.Backtest;

public class BacktestRunnerTests
{
    private const long Week = 7 * 86_400;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void follows_the_protocol_as_its_text_says(int seed)
    {
        (string Person, long Seconds)[] rows = Rows(seed, 5);
        NaiveBacktest.Result expected = NaiveBacktest.Run(rows);
        BacktestReport report = Run(rows);
        ModelScore hour168 = report.Models.Single(m => m.Name == "hour168");
        hour168.NatsPerEvent.ShouldBe(expected.Nats, 1e-9);
        hour168.HitRate.ShouldBe(expected.HitRate, 1e-12);
        report.Models.Single(m => m.Name == "uniform").HitRate.ShouldBe(expected.UniformHitRate, 1e-12);
        report.TestEvents.ShouldBe(expected.Events);
        report.Windows.ShouldBe(expected.Windows);
        report.ReachableWindows.ShouldBe(expected.Reachable);
    }

    [Fact]
    public void neither_the_order_of_rows_nor_the_century_changes_a_bit()
    {
        (string Person, long Seconds)[] rows = Rows(3, 15);
        string expected = Text(Run(rows));
        new Random(9).Shuffle(rows);
        Text(Run(rows)).ShouldBe(expected);
        Text(Run([.. rows.Select(r => (r.Person, r.Seconds + (400_000 * Week)))])).ShouldBe(expected);
        Text(Run([.. rows.Select(r => (r.Person, r.Seconds - (2600 * Week)))])).ShouldBe(expected);
    }

    [Fact]
    public void what_others_do_on_the_scored_day_is_not_known_yet()
    {
        (string Person, long Seconds)[] rows = Rows(4, 6);
        long lastDay = rows.Max(r => r.Seconds) / 86_400;
        ModelScore With(int hour) => Run([.. rows, .. Enumerable.Range(0, 9).Select(i => ("stranger", (lastDay * 86_400) + (hour * 3600) + (i * 120L)))])
            .Models.Single(m => m.Name == "population");
        With(3).NatsPerEvent.ShouldBe(With(15).NatsPerEvent);
    }

    [Fact]
    public void a_local_clock_is_the_protocol_on_shifted_times()
    {
        (string Person, long Seconds)[] rows = Rows(5, 8);
        BacktestRows local = new(localClock: true);
        BacktestRows utc = new(localClock: false);
        foreach ((string person, long seconds) in rows)
        {
            local.Add(person, seconds, -300);
            utc.Add(person, seconds, -300);
        }

        Text(BacktestRunner.Run(local, new BacktestOptions())).ShouldBe(Text(Run([.. rows.Select(r => (r.Person, r.Seconds - (300 * 60)))])));
        Text(BacktestRunner.Run(utc, new BacktestOptions())).ShouldBe(Text(Run(rows)));
    }

    [Fact]
    public void the_first_seconds_of_1970_may_lie_before_it_locally()
    {
        BacktestRows rows = new(localClock: true);
        rows.Add("a", 0, -720);
        rows.Add("a", 86_400, -720);
        BacktestRunner.Run(rows, new BacktestOptions()).Events.ShouldBe(2);
    }

    [Fact]
    public void an_event_within_a_minute_of_the_raw_one_before_is_dropped()
    {
        Run([("a", 1000), ("a", 1059), ("a", 1118), ("a", 1178), ("b", 1000)]).Events.ShouldBe(3);
    }

    [Fact]
    public void a_regular_person_is_predicted_and_the_chance_holds()
    {
        BacktestReport report = Run([.. Enumerable.Range(0, 200).Select(d => ("a", 1_600_000_000L / 86_400 * 86_400 + (d * 86_400L) + (9 * 3600) + (d * 7919 % 1200)))]);
        ModelScore own = report.Models.Single(m => m.Name == "sendflowr");
        own.HitRate.ShouldBe(1);
        own.NatsPerEvent.ShouldBeGreaterThan(2);
        own.Lift.ShouldBeGreaterThan(10);
        report.Calibration.Bins.Sum(b => b.Windows).ShouldBe(report.Windows);
        report.Calibration.Brier.ShouldBeLessThan(0.25);
    }

    [Fact]
    public void cold_scores_come_from_people_without_history()
    {
        // Two people of one event a day: the second half of the file is theirs once they have begun late enough to be new in it.
        (string Person, long Seconds)[] old = [.. Enumerable.Range(0, 40).Select(d => ("old", (d * 86_400L) + 36_000))];
        (string Person, long Seconds)[] young = [.. Enumerable.Range(30, 10).Select(d => ("young", (d * 86_400L) + 36_000))];
        BacktestReport report = Run([.. old, .. young]);
        report.ColdEvents.ShouldBe(6, "days with 0 to 5 own events before");
        report.Models.Single(m => m.Name == "population").Cold.ShouldBeGreaterThan(1);
        report.Models.Single(m => m.Name == "hour168").Cold.ShouldBeLessThan(0.1);
    }

    [Fact]
    public void an_empty_history_gives_zeros()
    {
        BacktestReport report = Run([]);
        report.Models.Count.ShouldBe(8);
        report.Models.ShouldAllBe(m => m.NatsPerEvent == 0 && m.HitRate == 0 && m.Lift == 0 && m.Cold == 0);
        report.Calibration.Bins.ShouldBeEmpty();
    }

    [Fact]
    public void progress_counts_days_and_cancelling_ends_the_run()
    {
        List<BacktestProgress> seen = [];
        using CancellationTokenSource source = new();
        BacktestRows rows = Filled(Rows(6, 3));
        Recorder recorder = new(p =>
        {
            seen.Add(p);
            if (p.DaysDone == 10)
            {
                source.Cancel();
            }
        });
        Should.Throw<OperationCanceledException>(() => BacktestRunner.Run(rows, new BacktestOptions(), recorder, source.Token));
        seen.Select(p => p.DaysDone).ShouldBe(Enumerable.Range(1, 10));
        seen[0].DaysTotal.ShouldBeGreaterThan(60);
    }

    [Theory]
    [InlineData(0, 20)]
    [InlineData(62, 20)]
    [InlineData(725, 20)]
    [InlineData(60, 0)]
    public void settings_out_of_range_are_refused(int horizon, int minEvents) =>
        Should.Throw<ArgumentOutOfRangeException>(
            () => BacktestRunner.Run(new BacktestRows(), new BacktestOptions { HorizonMinutes = horizon, MinEvents = minEvents }));

    [Fact]
    public void times_in_another_unit_are_refused()
    {
        BacktestRows rows = new();
        Should.Throw<ArgumentOutOfRangeException>(() => rows.Add("a", 1_600_000_000_000)).Message.ShouldContain("seconds");
        Should.Throw<ArgumentOutOfRangeException>(() => rows.Add("a", -1));
        Should.Throw<ArgumentOutOfRangeException>(() => rows.Add("a", 1, 1081));
        rows.Add("a", 5);
        rows.Add("a", 999_999_999_999);
        Should.Throw<ArgumentException>(() => BacktestRunner.Run(rows, new BacktestOptions())).Message.ShouldContain("255 years");
    }

    private static BacktestReport Run((string Person, long Seconds)[] rows) => BacktestRunner.Run(Filled(rows), new BacktestOptions());

    private static BacktestRows Filled((string Person, long Seconds)[] rows)
    {
        BacktestRows filled = new();
        foreach ((string person, long seconds) in rows)
        {
            filled.Add(person, seconds);
        }

        return filled;
    }

    /// <summary>People with a favourite hour each, bursts, and gaps of days; some with too few events.</summary>
    private static (string Person, long Seconds)[] Rows(int seed, int people)
    {
        Random random = new(seed);
        List<(string, long)> rows = [];
        for (int person = 0; person < people; person++)
        {
            int hour = random.Next(24);
            for (int day = 0; day < 100; day += 1 + random.Next(1 + (person % 5)))
            {
                long start = 1_600_000_000L / 86_400 * 86_400 + (day * 86_400L) + (hour * 3600) + random.Next(9000);
                for (int burst = random.Next(4); burst >= 0 && (person != 2 || day < 12); burst--)
                {
                    rows.Add(($"person-{person}", start += random.Next(20, 200)));
                }
            }
        }

        return [.. rows];
    }

    private static string Text(BacktestReport report) =>
        string.Join('\n', report.Models.Select(m => $"{m.Name} {m.NatsPerEvent:R} {m.HitRate:R} {m.Lift:R} {m.Cold:R}"))
        + $"\n{report.Calibration.Ece:R} {report.Calibration.EceRaw:R} {report.Calibration.Brier:R} {report.Events} {report.ColdEvents}";

    private sealed class Recorder(Action<BacktestProgress> report) : IProgress<BacktestProgress>
    {
        public void Report(BacktestProgress value) => report(value);
    }
}
