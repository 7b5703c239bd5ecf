namespace SendFlowr.Model.Tests.Backtest;

/// <summary>The protocol for hour168 and the random minute, read off its text, slow and plain.</summary>
internal static class NaiveBacktest
{
    public sealed record Result(double Nats, double HitRate, double UniformHitRate, int Events, int Windows, int Reachable);

    public static Result Run(IEnumerable<(string Person, long Seconds)> rows)
    {
        List<double> nats = [];
        List<double> hits = [];
        List<double> uniform = [];
        int windows = 0;
        foreach (IGrouping<string, long> person in rows.GroupBy(r => r.Person, r => r.Seconds))
        {
            long[] raw = [.. person.Order()];
            long[] kept = [.. raw.Where((t, i) => i == 0 || t - raw[i - 1] >= 60).Select(t => t / 60)];
            if (kept.Length < 20)
            {
                continue;
            }

            long firstDay = (kept[(int)Math.Floor(0.8 * kept.Length)] / 1440) + 1;
            for (long day = firstDay; day < firstDay + 60 && day <= kept[^1] / 1440; day++)
            {
                windows++;
                double[] density = Density([.. kept.Where(t => t < day * 1440)]);
                nats.AddRange(kept.Where(t => t / 1440 == day).Select(t => Math.Log(density[Slot(t)] * 10_080)));
                bool Hits(long choice) => kept.Any(t => t >= choice && t <= choice + 59);
                if (kept.Any(t => t >= day * 1440 && t < (day * 1440) + 1500))
                {
                    long best = Enumerable.Range(0, 288).Select(c => (day * 1440) + (5 * c))
                        .MaxBy(start => Math.Round(Enumerable.Range(0, 60).Sum(i => density[Slot(start + i)]), 12));
                    hits.Add(Hits(best) ? 1 : 0);
                    uniform.Add(Enumerable.Range(0, 1440).Count(m => Hits((day * 1440) + m)) / 1440.0);
                }
            }
        }

        return new Result(nats.Average(), hits.Average(), uniform.Average(), nats.Count, windows, hits.Count);
    }

    private static double[] Density(long[] events)
    {
        double[] density = new double[10_080];
        for (int hour = 0; hour < 168; hour++)
        {
            int count = events.Count(t => Slot(t) / 60 == hour);
            density.AsSpan(hour * 60, 60).Fill((count + 1) / ((events.Length + 168) * 60.0));
        }

        return density;
    }

    private static int Slot(long minute) => (int)((minute + (3 * 1440)) % 10_080);
}
