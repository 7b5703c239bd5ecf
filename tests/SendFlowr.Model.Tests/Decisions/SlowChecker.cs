using SendFlowr.Model.Curves;
using SendFlowr.Model.Decisions;
using SendFlowr.Model.Events;
using SendFlowr.Model.Rings;

namespace SendFlowr.Model.Tests.Decisions;

/// <summary>The rules of a decision written again, from the list of events and minute by minute, without rows, tables and own functions.</summary>
internal sealed class SlowChecker
{
    private static readonly Dictionary<string, (string Group, double WindowMinutes)> HotPaths = new()
    {
        ["site_visit"] = ("site_visit", 30),
        ["cart_add"] = ("cart_add", 30),
        ["sms_click"] = ("sms", 15),
        ["sms_clicked"] = ("sms", 15),
        ["ticket_closed_satisfied"] = ("ticket", 120),
    };

    private static readonly Dictionary<string, double> PersonBreakerHours = new()
    {
        ["support_ticket"] = 48,
        ["payment_failed"] = 24,
        ["unsubscribe_request"] = 168,
        ["sms_unsubscribed"] = 168,
        ["complained"] = double.PositiveInfinity,
    };

    private readonly DecisionInput _input;
    private readonly CanonicalEvent[] _events;
    private readonly double[] _density;

    public SlowChecker(DecisionInput input, CanonicalEvent[] events)
    {
        _input = input;
        _events = events;
        EvidenceState state = new();
        state.Read(
            new RingView(input.EvidenceRing.Span, input.EvidenceRing.Length / 6), new RingView(input.DeliveryRing.Span, input.DeliveryRing.Length / 6), input.EvidenceWeights);
        CurvePerson person = new();
        person.Read(state, input.Clock, input.Priors);
        PersonWeek curve = new();
        curve.Build(person);
        _density = [.. Enumerable.Range(0, 10080).Select(minute => curve.Total.DensityAt((double)minute))];
        Breakers = [.. AllBreakers().Select(breaker => (breaker.Signal, Math.Min(breaker.From, input.Now.EpochMilliseconds), breaker.Until))];
        LatencyMs = input.Arm != DecisionArm.MinuteLatency ? 0
            : input.Lane.Count > 0 ? input.Lane.MedianMilliseconds : (long)Math.Round((input.LatencyHintSeconds ?? 0) * 1000);
        Candidates = [.. Arrivals().Select(at => new Candidate(at, Value(at) * Factor(at), BlockersOf(at)))];
    }

    public long LatencyMs { get; }

    public Candidate[] Candidates { get; }

    public (string Signal, double From, double Until)[] Breakers { get; }

    private IEnumerable<long> Arrivals()
    {
        long first = Math.Max((_input.HeldTarget ?? _input.SendAfter).EpochMilliseconds, _input.Now.EpochMilliseconds + LatencyMs);
        long last = _input.HeldTarget is null ? _input.SendBefore.EpochMilliseconds : Math.Min(first, _input.SendBefore.EpochMilliseconds);
        if (first <= last)
        {
            yield return first;
        }

        for (long at = first + 60_000 - (first % 60_000); at <= last; at += 60_000)
        {
            yield return at;
        }
    }

    private double Value(long at)
    {
        if (_input.Urgent || _input.Arm == DecisionArm.Fixed || (_input.EvidenceRing.IsEmpty && _input.Priors.Events == 0))
        {
            return _input.HorizonMinutes / 10080.0;
        }

        int minute = (int)(((at / 60_000) + _input.Clock.OffsetMinutesAt(at / 60_000) + 4320) % 10080);
        bool hourly = _input.Resolution == DecisionResolution.Hour || _input.Arm == DecisionArm.Hour;
        int start = hourly ? minute / 60 * 60 : minute;
        double mass = 0;
        for (int i = hourly ? 60 : _input.HorizonMinutes; i > 0; i--)
        {
            mass += _density[(start + i - 1) % 10080];
        }

        return mass;
    }

    private double Factor(long at)
    {
        long minute = at / 60_000 * 60_000;
        long now = _input.Now.EpochMilliseconds;
        if (minute > now + 3_600_000)
        {
            return 1;
        }

        double product = _events.Where(value => HotPaths.ContainsKey(value.EventType))
            .GroupBy(value => HotPaths[value.EventType].Group)
            .Select(group => group.MaxBy(value => value.OccurredAt)!)
            .Where(newest => now >= newest.OccurredAt.EpochMilliseconds)
            .Where(newest => now - newest.OccurredAt.EpochMilliseconds <= HotPaths[newest.EventType].WindowMinutes * 60_000)
            .Aggregate(1.0, (soFar, newest) =>
                soFar * (1 + (2 * Math.Exp(Math.Min(0, newest.OccurredAt.EpochMilliseconds - minute) / 900_000.0))));
        return Math.Min(product, 10);
    }

    private IEnumerable<(string Signal, double From, double Until)> AllBreakers()
    {
        foreach ((string type, double hours) in PersonBreakerHours)
        {
            if (Newest(value => value.EventType == type) is { } time)
            {
                yield return (type, time, time + (hours * 3_600_000));
            }
        }

        List<long> bounces = [.. _events.Where(value => value.EventType == "bounced" && value.Attributes[0].Value == "hard")
            .Where(value => value.Channel == _input.Channel).Select(value => value.OccurredAt.EpochMilliseconds).Distinct().Order()];
        if (bounces.Count > 1 && bounces[^1] - bounces[^2] <= 604_800_000)
        {
            yield return ("repeated_hard_bounces", bounces[^1], bounces[^1] + 604_800_000);
        }

        long? left = Newest(value => (value.EventType is "unsubscribed" or "unsubscribe_request" && value.Channel == _input.Channel)
            || (value.EventType == "sms_unsubscribed" && _input.Channel == "sms"));
        long? back = Newest(value => value.EventType == "subscribed" && value.Channel == _input.Channel);
        if (left is { } from)
        {
            yield return ("unsubscribed", from, back > from ? back.Value : double.PositiveInfinity);
        }
    }

    private long? Newest(Func<CanonicalEvent, bool> which) =>
        _events.Where(which).Select(value => (long?)value.OccurredAt.EpochMilliseconds).Max();

    private string[] BlockersOf(long at) =>
        [.. Breakers.Where(breaker => Covers(breaker, at) || Covers(breaker, at - LatencyMs)).Select(breaker => breaker.Signal)];

    private static bool Covers((string Signal, double From, double Until) breaker, long time) => time >= breaker.From && time < breaker.Until;

    internal sealed record Candidate(long At, double Free, string[] Blockers)
    {
        public bool IsFree => Blockers.Length == 0;
    }
}
