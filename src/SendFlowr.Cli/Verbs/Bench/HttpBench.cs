using System.Globalization;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SendFlowr.Pipeline.Bench;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Server;

namespace SendFlowr.Cli.Verbs.Bench;

/// <summary>Size of a measurement of the HTTP interface. Immutable.</summary>
internal sealed record HttpBenchOptions
{
    /// <summary>An empty directory to work in; its owner removes it.</summary>
    public required string Directory { get; init; }

    /// <summary>Connections, each with one request under way.</summary>
    public required int Connections { get; init; }

    /// <summary>How long each of the two endpoints is measured.</summary>
    public required TimeSpan Duration { get; init; }

    public required int People { get; init; }

    public required long Seed { get; init; }

    public required TimeProvider Time { get; init; }
}

/// <summary>
/// Requests per second of a question and of an endpoint that does nothing, on one server in one run, and the processor time of each, client
/// and server together, which tells more than rates where other programs take their share of the machine.
/// </summary>
internal readonly record struct HttpBenchResult(
    double EmptyPerSecond,
    double TimingDecisionPerSecond,
    double EmptyMicroseconds,
    double TimingDecisionMicroseconds,
    double MillisecondsP50,
    double MillisecondsP99,
    double MillisecondsMax)
{
    public double Ratio => TimingDecisionPerSecond / EmptyPerSecond;
}

/// <summary>
/// Measures <c>POST /timing-decision</c> against an endpoint of the same server that reads its body and answers a constant. Both take turns
/// of one second, so that what else the machine does meets both. Every decision is durable before it is answered.
/// </summary>
internal static class HttpBench
{
    private const string EmptyPath = "/empty";
    private const int EventsPerPerson = 51; // of which about thirty are engagements

    /// <summary>Until compiled code is final: the compiler works beside the measurement, and on a busy machine it comes late.</summary>
    private const int WarmUpRequests = 40_000;
    private const int MostWarmUpTurns = 20;
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);
    private static readonly byte[] Constant = "{}"u8.ToArray();

    public static async Task<HttpBenchResult> RunAsync(HttpBenchOptions options, Action<long, long> progress, CancellationToken cancellation)
    {
        PipelineBenchOptions filling = new()
        {
            Directory = options.Directory,
            Events = (long)options.People * EventsPerPerson,
            People = options.People,
            Seed = options.Seed,
            Time = options.Time,
        };
        PipelineBench.Run(filling, progress, cancellation);
        EmbeddedPipeline host = EmbeddedPipeline.Open(new EmbeddedPipelineOptions
        {
            Directory = options.Directory,
            IdentityKey = IdentityKey.Fixed(),
            Partitions = filling.Partitions,
            Time = options.Time,
        });
        using EngineLoop loop = EngineLoop.Start(host, new EngineLoopOptions { LearnDaily = false }, host.NextDueMilliseconds);
        await using WebApplication app = SendFlowrServer.Build(new ServerOptions { Host = host, Url = "http://127.0.0.1:0" });
        app.MapPost(EmptyPath, AnswerNothingAsync);
        await app.StartAsync(cancellation);
        try
        {
            return await MeasureAsync(SendFlowrServer.AddressOf(app), options, cancellation);
        }
        finally
        {
            await app.StopAsync(CancellationToken.None);
        }
    }

    private static async Task<HttpBenchResult> MeasureAsync(Uri address, HttpBenchOptions options, CancellationToken cancellation)
    {
        byte[][] questions = [.. Bodies(options.People).Select(json => HttpLoad.Request("/timing-decision", json))];
        byte[][] nothing = [.. Bodies(options.People).Select(json => HttpLoad.Request(EmptyPath, json))];
        using HttpLoad load = new(address, options.Connections);
        int warmed = 0;
        for (int turn = 0; turn < MostWarmUpTurns && warmed < WarmUpRequests; turn++)
        {
            await load.RunAsync(nothing, Turn, cancellation);
            warmed += (await load.RunAsync(questions, Turn, cancellation)).Count;
        }

        long empty = 0;
        TimeSpan emptyTime = TimeSpan.Zero;
        TimeSpan questionTime = TimeSpan.Zero;
        List<double> latencies = [];
        int turns = Math.Max(1, (int)(options.Duration / Turn));
        for (int turn = 0; turn < turns; turn++)
        {
            TimeSpan begin = Environment.CpuUsage.TotalTime;
            empty += (await load.RunAsync(nothing, Turn, cancellation)).Count;
            TimeSpan between = Environment.CpuUsage.TotalTime;
            latencies.AddRange(await load.RunAsync(questions, Turn, cancellation));
            emptyTime += between - begin;
            questionTime += Environment.CpuUsage.TotalTime - between;
        }

        latencies.Sort();
        double seconds = turns * Turn.TotalSeconds;
        return new HttpBenchResult(
            empty / seconds,
            latencies.Count / seconds,
            emptyTime.TotalMicroseconds / empty,
            questionTime.TotalMicroseconds / latencies.Count,
            At(latencies, 0.5),
            At(latencies, 0.99),
            At(latencies, 1));
    }

    private static double At(List<double> sorted, double share) => 1000 * sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))];

    private static IEnumerable<string> Bodies(int people) => Enumerable.Range(0, people).Select(person => string.Create(
        CultureInfo.InvariantCulture, $$"""{"email":"person{{person}}@example.com","channel":"email","provider":"klaviyo"}"""));

    private static async Task AnswerNothingAsync(HttpContext context)
    {
        ReadResult body;
        do
        {
            body = await context.Request.BodyReader.ReadAsync(context.RequestAborted);
            context.Request.BodyReader.AdvanceTo(body.Buffer.End);
        }
        while (!body.IsCompleted);

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = Constant.Length;
        await context.Response.BodyWriter.WriteAsync(Constant, context.RequestAborted);
    }
}
