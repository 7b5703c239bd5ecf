using SendFlowr.Audience.Events;
using SendFlowr.Audience.Timelines;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Hosting;

namespace SendFlowr.Cli.Verbs.Demo;

/// <summary>Two weeks with the engine in virtual time: requests in the morning, triggers at their instants, learning after midnight.</summary>
internal sealed class DemoCampaigns
{
    /// <summary>Events reach the engine so often at least, as from a platform that reports in batches.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan LearnsAt = TimeSpan.FromMinutes(10);

    private readonly DemoPlan _plan;
    private readonly AudienceTimeline _timeline;
    private readonly EmbeddedPipeline _host;
    private readonly VirtualClock _clock;
    private readonly DemoFeed _feed;
    private readonly DemoOrchestrator _orchestrator;

    public DemoCampaigns(
        DemoPlan plan, AudienceTimeline timeline, EmbeddedPipeline host, VirtualClock clock, DemoFeed feed, DemoOrchestrator orchestrator)
    {
        _plan = plan;
        _timeline = timeline;
        _host = host;
        _clock = clock;
        _feed = feed;
        _orchestrator = orchestrator;
    }

    /// <summary>Plays to the end of the plan; the clock stands there then.</summary>
    /// <param name="progress">Called each virtual day with the days done, all days, and triggers so far.</param>
    /// <param name="cancellation">Ends it between steps.</param>
    public void Play(Action<long, long, long> progress, CancellationToken cancellation)
    {
        for (Timestamp now = _clock.Now; now < _plan.End; now = _clock.Now)
        {
            cancellation.ThrowIfCancellationRequested();
            Timestamp next = NextAfter(now);
            _clock.MoveTo(next);
            Live(next);
            if (next.EpochDay > now.EpochDay)
            {
                _host.Engine.Sync();
                progress(next.EpochDay - _plan.FirstCampaignDay, _plan.EndDay - _plan.FirstCampaignDay, _orchestrator.Triggers);
            }
        }

        _host.Drain();
    }

    /// <summary>The next tick, or the next instant at which a request has something due.</summary>
    private Timestamp NextAfter(Timestamp now)
    {
        long ticks = (now.EpochMilliseconds / (long)Tick.TotalMilliseconds) + 1;
        long tick = ticks * (long)Tick.TotalMilliseconds;
        long due = Math.Max(_host.NextDueMilliseconds() ?? tick, now.EpochMilliseconds + 1);
        return new Timestamp(Math.Min(tick, due));
    }

    private void Live(Timestamp now)
    {
        while (_timeline.TryTake(new Timestamp(now.EpochMilliseconds + 1), out AudienceEvent happened))
        {
            _feed.Add(happened);
        }

        _feed.Flush();
        if (now == DemoPlan.At(now.EpochDay, DemoPlan.RequestHour) && now.EpochDay < _plan.FirstCampaignDay + _plan.CampaignDays)
        {
            _orchestrator.RequestAll(now.EpochDay);
        }

        _host.Engine.RequestPunctuation();
        _host.Engine.RunUntilIdle(now.EpochMilliseconds);
        if (now == Timestamp.FromEpochDay(now.EpochDay).Plus(LearnsAt))
        {
            Learner.LearnTouched(_host);
        }

        _orchestrator.SendTriggered();
    }
}
