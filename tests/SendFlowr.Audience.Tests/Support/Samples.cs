using System.Globalization;
using System.Text;
using SendFlowr.Audience.Events;
using SendFlowr.Model.Events;
using SendFlowr.Model.Numerics;
using SendFlowr.Model.Time;

namespace SendFlowr.Audience.Tests.Support;

/// <summary>Audiences and days that several tests use.</summary>
internal static class Samples
{
    /// <summary>2026-03-02, a Monday.</summary>
    public const long Monday = 20_514;

    public const long Seed = 20_260_302;

    public static SimulatedAudience Audience(int people = 500, long seed = Seed) =>
        SimulatedAudience.Create(new AudienceOptions { People = people, Seed = seed });

    public static Timestamp At(long day, int minuteOfDay) => Timestamp.FromEpochMinute(UtcDay.StartMinute(day) + minuteOfDay);

    /// <summary>A hash over every field of every event, in order.</summary>
    public static ulong Digest(SimulatedAudience audience, IEnumerable<AudienceEvent> events)
    {
        CanonicalEvent holder = new();
        ulong hash = Fnv1a.Start;
        foreach (AudienceEvent one in events)
        {
            audience.Write(one, holder);
            string text = string.Create(
                CultureInfo.InvariantCulture,
                $"{holder.EventId}|{holder.EventType}|{holder.OccurredAt}|{holder.Provider}|{holder.Channel}|{holder.Identifiers[0]}|{holder.RequestId}|{holder.MessageId}|{holder.SentAt}|{holder.DeliveredAt}|{holder.Machine}|{holder.UtcOffsetMinutes}\n");
            hash = Fnv1a.Add(hash, Encoding.UTF8.GetBytes(text));
        }

        return hash;
    }
}
