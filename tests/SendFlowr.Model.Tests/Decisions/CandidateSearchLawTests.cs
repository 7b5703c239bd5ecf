using FsCheck.Fluent;
using SendFlowr.Model.Curves;
using SendFlowr.Model.Decisions;
using SendFlowr.Model.Events;
using SendFlowr.Model.Signals;
using SendFlowr.Model.Tests.Signals;
using SendFlowr.Model.Time;
using static SendFlowr.Model.Tests.Signals.SignalEvents;

namespace SendFlowr.Model.Tests.Decisions;

/// <summary>The search that passes over blocks against the plain one, to the bit, on random curves, windows, signals and latencies.</summary>
public class CandidateSearchLawTests
{
    private static readonly string[] Types =
        ["site_visit", "cart_add", "sms_click", "support_ticket", "payment_failed", "unsubscribe_request", "complained", "unsubscribed", "subscribed"];

    private readonly CandidateSearch _search = new();
    private readonly ArrivalValues _values = new();

    [Fact]
    public void passing_over_blocks_finds_what_looking_at_every_minute_finds() =>
        Laws.Hold(20260501, 400, Gen.Choose(0, int.MaxValue), seed =>
        {
            Random random = new(seed);
            Func<int, double> valueOf = DrawValues(random);
            CandidateWindow window = DrawWindow(random, out Timestamp now);
            SignalEvaluation signals = Evaluate(now, "email", [.. Enumerable.Range(0, random.Next(5)).Select(_ => DrawEvent(random, now))]);
            long latency = random.Next(3) == 0 ? 0 : random.NextInt64(90_000_000);
            SlowSearch slow = new(window, valueOf, signals, latency);
            _search.Run(window, PersonClock.Utc, _values, signals, now.EpochMinute + 60, latency);
            _search.BestUnblocked.ShouldBe(slow.BestUnblocked);
            _search.Best.ShouldBe(slow.Best);
            _search.Alternatives.ToArray().ShouldBe(slow.Alternatives);
            foreach (int candidate in slow.Alternatives.Append(slow.Best).Where(candidate => candidate >= 0))
            {
                _search.ScoreAt(candidate).ShouldBe(slow.ScoreAt(candidate));
            }
        });

    [Fact]
    public void the_value_of_every_minute_is_the_mass_of_its_horizon() =>
        Laws.Hold(20260502, 40, Gen.Choose(0, int.MaxValue), seed =>
        {
            Random random = new(seed);
            WeekCurve curve = DrawCurve(random);
            int horizon = random.Next(1, 1441);
            _values.SetHorizon(curve, horizon);
            for (int minute = random.Next(50); minute < 10080; minute += random.Next(1, 50))
            {
                _values.At(minute).ShouldBe(curve.Mass(new MinuteOfWeek(minute), horizon), 2e-12);
            }
        });

    [Fact]
    public void masses_that_are_equal_have_equal_bits_wherever_the_sum_begins()
    {
        // A bump that lies wholly within the horizon of many minutes: their masses are the same, though made of other cells.
        double[] densities = new double[2016];
        Array.Fill(densities, 0.9 / 10080);
        densities[600] = densities[601] += 0.1 / 10;
        _values.SetHorizon(WeekCurve.FromDensities(densities), 600);
        double[] plateau = [.. Enumerable.Range((601 * 5) + 12 - 600, 580).Select(_values.At)];
        plateau.Distinct().Count().ShouldBe(1);
        double greatest = 0;
        CandidateScores week = new();
        week.SetWeek(_values);
        int peak = week.BestOf(0, 10080, ref greatest);
        (_values.At(peak), _values.At(peak - 1) < greatest).ShouldBe((plateau[0], true));
    }

    /// <summary>The first: five minutes that begin and end with the same mass and have less between, behind a minute of that mass too.
    /// The second: a mass that falls for one minute only.</summary>
    [Theory]
    [InlineData(new[] { 10, 18, 16, 19, 20, 21, 22, 23, 24, 25, 26, 20 }, 1)]
    [InlineData(new[] { 10, 15, 14, 19, 20, 21, 22, 23, 24, 25, 26, 20 }, 2)]
    public void a_peak_is_found_where_a_block_dips_and_rises_again(int[] dip, int minute)
    {
        int[] numbers = new int[2016];
        Array.Fill(numbers, 10);
        numbers[100] = 31;
        dip.CopyTo(numbers, 700);
        WeekCurve curve = OfWholeNumbers(numbers);
        double[] masses = ExactMasses(curve, 5);
        _values.SetHorizon(curve, 5);
        CandidateWindow window = new(Noon, Noon.Hours(168));
        SignalEvaluation signals = Evaluate(Noon, "email");
        SlowSearch slow = new(window, slot => masses[slot], signals, 0);
        _search.Run(window, PersonClock.Utc, _values, signals, 0, 0);
        _search.Alternatives.ToArray().ShouldBe(slow.Alternatives);
        slow.Alternatives.Select(candidate => window.At(candidate).MinuteOfWeek.Value).ShouldContain((701 * 5) + minute);
    }

    private Func<int, double> DrawValues(Random random)
    {
        if (random.Next(4) == 0)
        {
            int[] lengths = [1, 7, 168, 1440, 10080];
            double[] steps = [.. Enumerable.Range(0, lengths[random.Next(lengths.Length)]).Select(_ => (double)random.Next(1, 6))];
            _values.SetSteps(steps);
            return minute => steps[minute / (10080 / steps.Length)];
        }

        WeekCurve curve = DrawCurve(random);
        int horizon = random.Next(2) == 0 ? 60 : random.Next(1, 1441);
        _values.SetHorizon(curve, horizon);
        double[] masses = ExactMasses(curve, horizon);
        return minute => masses[minute];
    }

    /// <summary>The masses in whole numbers of 2^−51, minute by minute.</summary>
    private static double[] ExactMasses(WeekCurve curve, int horizon)
    {
        double grain = Math.ScaleB(1, -51);
        long[] fifths = [.. curve.Densities.ToArray().Select(density => (long)Math.Round(density * (Math.ScaleB(1, 51) / 5)))];
        long[] minutes = [.. Enumerable.Range(0, 10080).Select(minute =>
        {
            (int cell, int after) = Math.DivRem((minute + 10078) % 10080, 5);
            return ((5 - after) * fifths[cell]) + (after * fifths[(cell + 1) % 2016]);
        })];
        double[] masses = new double[10080];
        long mass = minutes.Take(horizon).Sum();
        for (int minute = 0; minute < 10080; minute++)
        {
            masses[minute] = mass * grain;
            mass += minutes[(minute + horizon) % 10080] - minutes[minute];
        }

        return masses;
    }

    private static WeekCurve DrawCurve(Random random)
    {
        double[] densities = new double[2016];
        if (random.Next(3) == 0)
        {
            // Rough and with many ties: every way in which a score can turn within five minutes.
            int most = random.Next(2) == 0 ? 4 : 30;
            return OfWholeNumbers([.. densities.Select(_ => random.Next(1, most))]);
        }

        Array.Fill(densities, 1.0);
        GaussianKernel kernel = new(random.Next(4, 60));
        for (int bump = random.Next(30); bump > 0; bump--)
        {
            kernel.AddTo(densities, random.Next(3) == 0 ? random.Next(10080) : random.Next(8) * 1260, random.Next(1, 2000));
        }

        for (int step = random.Next(2) == 0 ? random.Next(6) : 0; step > 0; step--)
        {
            densities.AsSpan(random.Next(2016))[..1].Fill(random.Next(1, 9));
            densities.AsSpan(random.Next(7) * 288, 288).Fill(random.Next(1, 9));
        }

        return Normalised(densities);
    }

    /// <summary>Densities that no rounding changes; their mass need not be 1.</summary>
    private static WeekCurve OfWholeNumbers(int[] numbers) => WeekCurve.FromDensities([.. numbers.Select(number => number * 5 * Math.ScaleB(1, -20))]);

    private static WeekCurve Normalised(double[] densities)
    {
        double mass = densities.Sum() * 5;
        return WeekCurve.FromDensities([.. densities.Select(density => density / mass)]);
    }

    private static CandidateWindow DrawWindow(Random random, out Timestamp now)
    {
        now = new(Noon.EpochMilliseconds + random.NextInt64(1_209_600_000));
        now = random.Next(3) == 0 ? Timestamp.FromEpochMinute(now.EpochMinute) : now;
        Timestamp earliest = new(now.EpochMilliseconds + (random.Next(2) == 0 ? 0 : random.NextInt64(random.Next(2) == 0 ? 4_000_000 : 600_000_000)));
        long span = random.Next(6) switch
        {
            0 => random.NextInt64(-10, 120_000),
            1 => 604_800_000,
            2 => random.NextInt64(31L * 86_400_000),
            3 => 60_000L * random.Next(30),
            _ => random.NextInt64(86_400_000 * 8),
        };
        return new CandidateWindow(earliest, new(earliest.EpochMilliseconds + span));
    }

    private static CanonicalEvent DrawEvent(Random random, Timestamp now)
    {
        long ago = random.Next(2) == 0 ? random.NextInt64(7_200_000) : random.NextInt64(-80_000_000, 700_000_000);
        Timestamp at = new(now.EpochMilliseconds - ago);
        return Of(Types[random.Next(Types.Length)], random.Next(3) == 0 ? Timestamp.FromEpochMinute(at.EpochMinute) : at);
    }
}
