using System.Globalization;
using System.Text;
using SendFlowr.Audience.Attention;
using SendFlowr.Audience.Chances;
using SendFlowr.Model.Events;
using SendFlowr.Model.Identity;

namespace SendFlowr.Audience.People;

/// <summary>Draws people. Every figure is explained in docs/AUDIENCE.md. Pure, thread-safe.</summary>
internal static class PersonFactory
{
    private const double VisitsMedian = 3;
    private const double VisitsSigma = 0.7;
    private const double AbsentVisits = 0.03;
    private const double EngagementMedian = 0.22;
    private const double EngagementSigma = 0.8;
    private const double AbsentEngagement = 0.01;
    private const double LoadsImagesChance = 0.3;

    private static readonly (RhythmKind Kind, double Share)[] Kinds =
    [
        (RhythmKind.Regular, 0.68), (RhythmKind.NightOwl, 0.1), (RhythmKind.Patternless, 0.12), (RhythmKind.Absent, 0.1),
    ];

    /// <summary>Mostly the home market's zones, in minutes from UTC, without daylight saving.</summary>
    private static readonly (int OffsetMinutes, double Share)[] Zones =
    [
        (60, 0.4), (0, 0.15), (120, 0.13), (-300, 0.14), (-480, 0.07), (330, 0.06), (180, 0.03), (540, 0.02),
    ];

    public static SimulatedPerson Draw(ulong seed, int index, int laneIndex)
    {
        Chance chance = Chance.At(seed, ChancePurpose.Person, index);
        RhythmKind kind = Pick(Kinds, ref chance);
        bool isAbsent = kind == RhythmKind.Absent;
        int offset = Pick(Zones, ref chance);
        double visits = chance.LogNormal(VisitsMedian, VisitsSigma);
        double engagement = chance.LogNormal(EngagementMedian, EngagementSigma);
        bool loadsImages = chance.Happens(LoadsImagesChance);
        string email = string.Create(CultureInfo.InvariantCulture, $"person{index:0000}@demo.example");
        (AttentionWeek attention, IReadOnlyList<HabitPeak> peaks) = RhythmFactory.Draw(kind, ref chance);
        return new SimulatedPerson
        {
            Index = index,
            Email = email,
            Identifier = HashOf(email),
            Kind = kind,
            UtcOffsetMinutes = offset,
            Peaks = peaks,
            Attention = attention,
            VisitsPerWeek = isAbsent ? AbsentVisits : visits,
            Engagement = isAbsent ? AbsentEngagement : engagement,
            LoadsImages = loadsImages,
            LaneIndex = laneIndex,
        };
    }

    private static EventIdentifier HashOf(string email)
    {
        IdentifierProblem problem = IdentifierNormalizer.Default.Normalize(IdentifierForm.Email, Encoding.UTF8.GetBytes(email), null, out string hash);
        return problem == IdentifierProblem.None
            ? new EventIdentifier("email_hash", "default", hash)
            : throw new InvalidOperationException($"The address of a simulated person is refused as {problem}: {email}.");
    }

    private static T Pick<T>((T Value, double Share)[] choices, ref Chance chance)
    {
        double at = chance.NextUnit();
        foreach ((T value, double share) in choices)
        {
            at -= share;
            if (at < 0)
            {
                return value;
            }
        }

        return choices[^1].Value;
    }
}
