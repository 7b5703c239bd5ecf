using SendFlowr.Model.Decisions;
using SendFlowr.Model.Time;
using SendFlowr.Server.Inputs;

namespace SendFlowr.Server.Curves;

/// <summary>Which slots of the week are shown. Immutable.</summary>
/// <param name="IsHourly">Slots are hours, else minutes.</param>
/// <param name="Count">How many, 1 or more; more than a week holds begins again.</param>
/// <param name="From">Beginning of the first slot; null for the plain week.</param>
internal readonly record struct SlotRange(bool IsHourly, int Count, Timestamp? From)
{
    private const int MinutesPerHour = 60;
    private const int HoursPerWeek = 168;

    public int SlotsPerWeek => IsHourly ? HoursPerWeek : MinuteOfWeek.MinutesPerWeek;

    /// <summary>Reads <c>resolution</c>, <c>from</c> and <c>to</c>.</summary>
    /// <exception cref="Problems.RefusedException">Only one end, or ends that do not fit.</exception>
    public static SlotRange Read(InputValues query)
    {
        bool hourly = query.Text("resolution") == "hour";
        int minutes = hourly ? MinutesPerHour : 1;
        if (query.Instant("from") is not { } from || query.Instant("to") is not { } to)
        {
            return query.Has("from") == query.Has("to")
                ? new SlotRange(hourly, MinuteOfWeek.MinutesPerWeek / minutes, null)
                : throw ValueReader.Invalid(query.Has("from") ? "to" : "from", "is missing: give from and to together, or neither for the whole week");
        }

        if (to <= from || to > from.Plus(DecisionInput.MaxWindow))
        {
            throw ValueReader.Invalid("to", $"is {to}; it must lie after from, {from}, and at most {DecisionInput.MaxWindow.TotalDays} days");
        }

        long first = from.EpochMinute - (from.EpochMinute % minutes);
        long milliseconds = to.EpochMilliseconds - Timestamp.FromEpochMinute(first).EpochMilliseconds;
        long slot = minutes * Timestamp.MillisecondsPerMinute;
        return new SlotRange(
            hourly, (int)((milliseconds + slot - 1) / slot), Timestamp.FromEpochMinute(first));
    }
}
