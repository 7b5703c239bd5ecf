using System.Globalization;
using SendFlowr.Audience;
using SendFlowr.Audience.Events;
using SendFlowr.Audience.Messages;
using SendFlowr.Audience.People;
using SendFlowr.Audience.Timelines;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Hosting;

namespace SendFlowr.Cli.Verbs.Demo;

/// <summary>The time before the engine: what people did unprompted, and campaigns that went to everybody at once, read as a backfill.</summary>
internal sealed class DemoHistory
{
    private readonly DemoPlan _plan;
    private readonly SimulatedAudience _audience;
    private readonly AudienceTimeline _timeline;
    private readonly EmbeddedPipeline _host;
    private readonly DemoFeed _feed;

    public DemoHistory(DemoPlan plan, SimulatedAudience audience, AudienceTimeline timeline, EmbeddedPipeline host, DemoFeed feed)
    {
        _plan = plan;
        _audience = audience;
        _timeline = timeline;
        _host = host;
        _feed = feed;
    }

    /// <summary>Plays every day before the first requests and learns from them. The clock stands at their end.</summary>
    /// <param name="progress">Called with the days done, all days, and events so far.</param>
    /// <param name="cancellation">Ends it between days.</param>
    /// <returns>How long it took, reading and learning, in seconds.</returns>
    public double Play(Action<long, long, long> progress, CancellationToken cancellation)
    {
        TimeProvider time = _host.Options.Time;
        long start = time.GetTimestamp();
        for (long day = DemoPlan.FirstDay; day < _plan.FirstCampaignDay; day++)
        {
            cancellation.ThrowIfCancellationRequested();
            PlayDay(day);
            progress(day + 1 - DemoPlan.FirstDay, _plan.FirstCampaignDay - DemoPlan.FirstDay, _feed.Events);
        }

        _host.Drain();
        Learner.LearnTouched(_host);
        return time.GetElapsedTime(start).TotalSeconds;
    }

    private void PlayDay(long day)
    {
        if (DemoPlan.IsHabitualCampaign(day))
        {
            Timestamp campaign = DemoPlan.At(day, DemoPlan.CampaignHour);
            Take(campaign);
            SendToAll(day, campaign);
        }

        Take(Timestamp.FromEpochDay(day + 1));
        _feed.Flush();
        _host.Engine.RunUntilIdle(_host.NowMilliseconds);
    }

    private void Take(Timestamp until)
    {
        while (_timeline.TryTake(until, out AudienceEvent happened))
        {
            _feed.Add(happened);
        }
    }

    private void SendToAll(long day, Timestamp campaign)
    {
        string campaignId = string.Create(CultureInfo.InvariantCulture, $"history-{day}");
        foreach (SimulatedPerson person in _audience.People.Where(person => _timeline.IsSubscribed(person.Index)))
        {
            MessageName name = new(string.Create(CultureInfo.InvariantCulture, $"h{day}-{person.Index}"), CampaignId: campaignId);
            _timeline.Add(_audience.Deliver(person, campaign, name));
        }
    }
}
