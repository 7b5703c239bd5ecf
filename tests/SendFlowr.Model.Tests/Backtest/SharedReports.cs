using System.Collections.Concurrent;
using SendFlowr.Model.Backtest;

namespace SendFlowr.Model.Tests.Backtest;

/// <summary>Each real stream is replayed once for all tests.</summary>
internal static class SharedReports
{
    private static readonly ConcurrentDictionary<string, Lazy<BacktestReport>> Reports = new();

    public static IReadOnlyList<string> Files { get; } = ["collegemsg_sent", "eucore_sent_150d", "foursquare_nyc", "git_kafka", "outspot_opens_a"];

    public static BacktestReport Of(string file) =>
        Reports.GetOrAdd(file, name => new Lazy<BacktestReport>(() => BacktestRunner.Run(SharedData.Read(name), new BacktestOptions()))).Value;
}
