using SendFlowr.Audience;
using SendFlowr.Audience.Events;
using SendFlowr.Audience.People;
using SendFlowr.Audience.Timelines;
using SendFlowr.Cli.Frame;
using SendFlowr.Model.Decisions;
using SendFlowr.Model.Requests;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Requests;
using SendFlowr.Pipeline.Topics;

namespace SendFlowr.Cli.Verbs.Demo;

/// <summary>A demo under way: audience, pipeline and clock. One thread at a time.</summary>
internal sealed class DemoRun : IDisposable
{
    /// <summary>A turn of the engine takes milliseconds; what is left goes with the next one.</summary>
    private const int MostEventsAtOnce = 2_000;

    private readonly AudienceTimeline _timeline;
    private readonly DemoExperiment _experiment;
    private readonly long _start;
    private long _nextRequestDay;

    public DemoRun(DemoPlan plan, string directory)
    {
        Plan = plan;
        Directory = directory;
        _nextRequestDay = plan.EndDay;
        _start = TimeProvider.System.GetTimestamp();
        Audience = SimulatedAudience.Create(new AudienceOptions { People = plan.People, Seed = plan.Seed });
        Clock = new VirtualClock(Timestamp.FromEpochDay(plan.FirstCampaignDay));
        Host = EmbeddedPipeline.Open(new EmbeddedPipelineOptions { Directory = directory, Time = Clock });
        _timeline = new AudienceTimeline(Audience, DemoPlan.FirstDay);
        _experiment = new DemoExperiment(Audience, Host.Options.HorizonMinutes);
        Feed = new DemoFeed(Audience, Host);
        Orchestrator = new DemoOrchestrator(Audience, _timeline, Host, _experiment);
    }

    public DemoPlan Plan { get; }

    /// <summary>Absolute path of the data directory.</summary>
    public string Directory { get; }

    public SimulatedAudience Audience { get; }

    public VirtualClock Clock { get; }

    public EmbeddedPipeline Host { get; }

    public DemoFeed Feed { get; }

    public DemoOrchestrator Orchestrator { get; }

    public DecisionArm ArmOf(SimulatedPerson person) => _experiment.ArmOf(person.Index);

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
        _experiment.Close();
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
            Compensation = summarizer.Compensation,
            BestPossibleRate = summarizer.BestPossibleRate,
            Seconds = TimeProvider.System.GetElapsedTime(_start).TotalSeconds,
        };
    }

    /// <summary>
    /// Hands over what has happened until now by the clock, requests when the hour has come, and sends by new triggers. A turn of the
    /// engine's owner, after <see cref="Play"/>.
    /// </summary>
    /// <returns>Events handed over.</returns>
    public int CatchUp()
    {
        Timestamp now = Clock.Now;
        int events = 0;
        while (events < MostEventsAtOnce && _timeline.TryTake(now, out AudienceEvent happened))
        {
            Feed.Add(happened);
            events++;
        }

        Feed.Flush();
        if (now >= DemoPlan.At(_nextRequestDay, DemoPlan.RequestHour))
        {
            Orchestrator.RequestAll(_nextRequestDay);
            _nextRequestDay = now.EpochDay + 1;
        }

        Orchestrator.SendTriggered();
        return events;
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

    /// <summary>Where a person's request of a campaign stands.</summary>
    public static RequestStatus? Find(RequestGateway gateway, long day, int person) =>
        gateway.FindAsync(DemoOrchestrator.IdOf(day, person), CancellationToken.None).AsTask().GetAwaiter().GetResult();

    private SortedDictionary<string, long> CountRequests()
    {
        RequestGateway gateway = new(Host);
        SortedDictionary<string, long> counts = new(StringComparer.Ordinal);
        for (int day = 0; day < Plan.CampaignDays; day++)
        {
            for (int person = 0; person < Plan.People; person++)
            {
                string state = Find(gateway, Plan.FirstCampaignDay + day, person)?.State.Name() ?? "lost";
                counts[state] = counts.GetValueOrDefault(state) + 1;
            }
        }

        return counts;
    }
}
