using SendFlowr.Audience;
using SendFlowr.Audience.Timelines;
using SendFlowr.Cli.Frame;
using SendFlowr.Model.Requests;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Requests;
using SendFlowr.Pipeline.Topics;

namespace SendFlowr.Cli.Verbs.Demo;

/// <summary>A demo under way: audience, pipeline and clock. One thread at a time.</summary>
internal sealed class DemoRun : IDisposable
{
    private readonly AudienceTimeline _timeline;
    private readonly DemoExperiment _experiment;
    private readonly long _start;

    public DemoRun(DemoPlan plan, string directory)
    {
        Plan = plan;
        _start = TimeProvider.System.GetTimestamp();
        Audience = SimulatedAudience.Create(new AudienceOptions { People = plan.People, Seed = plan.Seed });
        Clock = new VirtualClock(Model.Time.Timestamp.FromEpochDay(plan.FirstCampaignDay));
        Host = PipelineHost.Open(new PipelineOptions { Directory = directory, Time = Clock });
        _timeline = new AudienceTimeline(Audience, DemoPlan.FirstDay);
        _experiment = new DemoExperiment(Audience, Host.Options.HorizonMinutes);
        Feed = new DemoFeed(Audience, Host);
        Orchestrator = new DemoOrchestrator(Audience, _timeline, Host, _experiment);
    }

    public DemoPlan Plan { get; }

    public SimulatedAudience Audience { get; }

    public VirtualClock Clock { get; }

    public PipelineHost Host { get; }

    public DemoFeed Feed { get; }

    public DemoOrchestrator Orchestrator { get; }

    /// <summary>Plays history and campaigns, each under its progress bar.</summary>
    public DemoSummary Play(VerbContext context, CancellationToken cancellation)
    {
        DemoHistory history = new(Plan, Audience, _timeline, Host, Feed);
        double historySeconds = context.WithProgress("History", "events", meter => history.Play(meter.Report, cancellation));
        long historyEvents = Feed.Events;
        DemoCampaigns campaigns = new(Plan, _timeline, Host, Clock, Feed, Orchestrator);
        context.WithProgress("Campaigns", "triggers", meter =>
        {
            campaigns.Play(meter.Report, cancellation);
            return true;
        });
        DemoSummarizer summarizer = new(Audience, _experiment, Plan, Host.Options.HorizonMinutes);
        return new DemoSummary
        {
            Plan = Plan,
            Events = Feed.Events,
            HistoryEvents = historyEvents,
            HistorySeconds = historySeconds,
            Decisions = CountOf(TopicNames.Decisions),
            Triggers = CountOf(TopicNames.Triggers),
            Requests = CountRequests(),
            ArrivalErrors = summarizer.ArrivalErrors,
            Arms = summarizer.Arms(),
            BestPossibleRate = summarizer.BestPossibleRate,
            Seconds = TimeProvider.System.GetElapsedTime(_start).TotalSeconds,
        };
    }

    public void Dispose()
    {
        Orchestrator.Dispose();
        Feed.Dispose();
        Host.Dispose();
    }

    private long CountOf(string topic)
    {
        long count = 0;
        for (int partition = 0; partition < TopicCatalog.Get(topic).Partitions; partition++)
        {
            count += Host.Engine.EndOffset(topic, partition);
        }

        return count;
    }

    private SortedDictionary<string, long> CountRequests()
    {
        RequestGateway gateway = new(Host);
        SortedDictionary<string, long> counts = new(StringComparer.Ordinal);
        for (int day = 0; day < Plan.CampaignDays; day++)
        {
            for (int person = 0; person < Plan.People; person++)
            {
                string state = gateway.Find(DemoOrchestrator.IdOf(Plan.FirstCampaignDay + day, person))?.State.Name() ?? "lost";
                counts[state] = counts.GetValueOrDefault(state) + 1;
            }
        }

        return counts;
    }
}
