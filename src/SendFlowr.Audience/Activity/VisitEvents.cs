using SendFlowr.Audience.Chances;
using SendFlowr.Audience.Events;
using SendFlowr.Model.Time;

namespace SendFlowr.Audience.Activity;

/// <summary>The events of one visit to the shop, seconds to minutes apart. Pure.</summary>
internal static class VisitEvents
{
    /// <summary>Event numbers of a person's day begin at a multiple of it.</summary>
    public const int NumbersPerDay = 100_000;

    private const double GoOnChance = 0.65;
    private const double MeanGapSeconds = 80;
    private const int MostSteps = 20;
    private const double SearchChance = 0.2;
    private const double CartChance = 0.12;
    private const double ConversionChance = 0.04;

    /// <summary>Adds a visit. It ends with its day at the latest, so that days can be told one after the other.</summary>
    public static void Add(int person, Timestamp start, Timestamp dayEnd, ref long number, ref Chance chance, List<AudienceEvent> events)
    {
        Timestamp at = start;
        AudienceEventKind kind = AudienceEventKind.SiteVisit;
        for (int step = 0; step < MostSteps && at < dayEnd; step++)
        {
            events.Add(new AudienceEvent(at, person, kind, number));
            number++;
            if (!chance.Happens(GoOnChance))
            {
                return;
            }

            at = new Timestamp(at.EpochMilliseconds + 1000 + (long)(chance.Exponential(MeanGapSeconds) * 1000));
            kind = Next(chance.NextUnit());
        }
    }

    private static AudienceEventKind Next(double draw) => draw switch
    {
        < ConversionChance => AudienceEventKind.Converted,
        < ConversionChance + CartChance => AudienceEventKind.CartAdd,
        < ConversionChance + CartChance + SearchChance => AudienceEventKind.Search,
        _ => AudienceEventKind.ProductView,
    };
}
