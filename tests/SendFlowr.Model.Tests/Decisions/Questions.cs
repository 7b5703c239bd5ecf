using SendFlowr.Model.Decisions;
using SendFlowr.Model.Events;
using SendFlowr.Model.Learning;
using SendFlowr.Model.Rings;
using SendFlowr.Model.Time;
using static SendFlowr.Model.Tests.Signals.SignalEvents;

namespace SendFlowr.Model.Tests.Decisions;

/// <summary>Questions to decide on, asked on Wednesday 2026-03-04 at noon unless said otherwise.</summary>
internal static class Questions
{
    /// <summary>A stranger in an empty tenant asks for the coming week by e-mail.</summary>
    public static DecisionInput Stranger { get; } = new()
    {
        UniversalId = "sf_00000000000000000000000000000001",
        ResolutionConfidence = 1,
        ResolvedBy = "email_hash",
        Channel = "email",
        Provider = "klaviyo",
        SendAfter = Noon,
        SendBefore = Noon.Plus(DecisionInput.DefaultWindow),
        Now = Noon,
        Priors = CurvePriors.Factory,
    };

    /// <summary>Someone who clicked around 09:00 UTC on each of the last forty days, most on Thursdays, then on Mondays and Tuesdays.</summary>
    public static DecisionInput Morning { get; } = Stranger with { EvidenceRing = Daily(9 * 60, 40) };

    /// <summary>A tenant whose people click at 18:00 UTC every day.</summary>
    public static CurvePriors EveningPriors { get; } = PriorsOf(Enumerable.Range(0, 700).Select(i => new MinuteOfWeek(((i % 7) * 1440) + (18 * 60))));

    public static DecisionInput With(this DecisionInput input, params CanonicalEvent[] events) =>
        input with { SignalRow = Row(events) };

    public static DecisionInput Window(this DecisionInput input, Timestamp sendAfter, Timestamp sendBefore) =>
        input with { SendAfter = sendAfter, SendBefore = sendBefore };

    public static Decision Decide(this DecisionInput input) => Decider.Decide(input, new DecisionWorkspace());

    /// <summary>A click a day up to yesterday, a Tuesday, at a minute of the day; three on Thursdays, which therefore are the best days.</summary>
    public static byte[] Daily(int minuteOfDay, int days)
    {
        long today = UtcDay.StartMinute(Noon.EpochDay);
        return Ring(Enumerable.Range(1, days).SelectMany(ago =>
        {
            long minute = today - (ago * UtcDay.Minutes) + minuteOfDay;
            return UtcDay.Weekday(UtcDay.OfMinute(minute)) == 3 ? new[] { minute - 1, minute, minute + 1 } : [minute];
        }));
    }

    public static byte[] Ring(IEnumerable<long> minutes)
    {
        byte[] ring = new byte[EvidenceRing.CapacityBytes];
        int count = 0;
        ushort hash = 0;
        foreach (long minute in minutes)
        {
            EvidenceRing.Add(ring, ref count, new RingEntry(minute, EvidenceClass.EventClick, hash++));
        }

        return ring[..(count * RingEntry.SizeBytes)];
    }

    public static CurvePriors PriorsOf(IEnumerable<MinuteOfWeek> minutes)
    {
        CurveSums sums = new();
        foreach (MinuteOfWeek minute in minutes)
        {
            sums.AddEvent(minute, 1, 0);
        }

        return CurvePriors.Factory.Advance(Noon.EpochDay - 1, sums);
    }
}
