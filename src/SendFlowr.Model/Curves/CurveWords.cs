using System.Globalization;
using SendFlowr.Model.Decisions;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Curves;

/// <summary>Which parts of a curve made a minute, in plain English: "your Tuesdays around 07:40, 61 %; people like you, 22 %; …".</summary>
/// <remarks>Parts that say the same to a reader (two bandwidths of one memory) are told as one. Pure, thread-safe.</remarks>
public static class CurveWords
{
    private static readonly string[] DayNames = ["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"];

    /// <summary>What the reader is told of a part at a minute.</summary>
    public static string Name(CurvePart part, MinuteOfWeek minute)
    {
        string around = string.Create(CultureInfo.InvariantCulture, $"around {minute.MinuteOfDay / 60:d2}:{minute.MinuteOfDay % 60:d2}");
        return part switch
        {
            CurvePart.Population => "everyone",
            CurvePart.Population7Days => "everyone in the last week",
            CurvePart.Population30Days => "everyone in the last month",
            CurvePart.Cohort => "people like you",
            CurvePart.Own14Days20Minutes or CurvePart.Own14Days60Minutes => $"your last two weeks {around}",
            CurvePart.Own120Days20Minutes or CurvePart.Own120Days60Minutes => $"your last months {around}",
            CurvePart.OwnAll5Minutes => $"your habit to the minute {around}",
            CurvePart.OwnAll20Minutes => $"your habit {around}",
            CurvePart.OwnWeek30Minutes => $"your {DayNames[minute.Weekday]} {around}",
            CurvePart.OwnDayType60Minutes => CurveParts.DayTypeOf(minute.Weekday) == 0 ? $"your weekdays {around}" : $"your weekends {around}",
            _ => throw new ArgumentOutOfRangeException(nameof(part), part, "A curve has twelve named parts."),
        };
    }

    /// <summary>The phrases and their shares, the greatest first; the shares add up to those of the parts.</summary>
    public static IReadOnlyList<(string Name, double Share)> Ordered(IReadOnlyList<CurvePartShare> parts, MinuteOfWeek minute)
    {
        ArgumentNullException.ThrowIfNull(parts);
        List<(string Name, double Share)> phrases = [];
        foreach ((CurvePart part, double share) in parts)
        {
            string name = Name(part, minute);
            int same = phrases.FindIndex(phrase => phrase.Name == name);
            if (same >= 0)
            {
                phrases[same] = (name, phrases[same].Share + share);
            }
            else
            {
                phrases.Add((name, share));
            }
        }

        return [.. phrases.OrderByDescending(phrase => phrase.Share)];
    }

    /// <summary>The sentence: the greatest shares, the rest in one.</summary>
    /// <param name="parts">Of the horizon at the minute.</param>
    /// <param name="minute">The minute told of, in the person's clock.</param>
    /// <param name="most">How many parts are named, 1 or more.</param>
    public static string Say(IReadOnlyList<CurvePartShare> parts, MinuteOfWeek minute, int most = 3)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        const double nothing = 0.005;
        IReadOnlyList<(string Name, double Share)> ordered = Ordered(parts, minute);
        List<string> phrases = [.. ordered.Take(most).Where(phrase => phrase.Share >= nothing).Select(phrase => $"{phrase.Name}, {PlainWords.Percent(phrase.Share)}")];
        double rest = 1 - ordered.Take(phrases.Count).Sum(phrase => phrase.Share);
        if (rest >= nothing)
        {
            phrases.Add($"the rest, {PlainWords.Percent(rest)}");
        }

        return string.Join("; ", phrases);
    }
}
