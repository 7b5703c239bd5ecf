using SendFlowr.Model.Curves;
using SendFlowr.Model.Learning;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Backtest;

/// <summary>Lets every model choose a minute of a person's day, and sees whether an event follows within the horizon.</summary>
internal sealed class WindowScorer
{
    private readonly ModelTally[] _tallies;
    private readonly ModelTally _product;
    private readonly int _horizonMinutes;
    private readonly double[] _cells;
    private readonly double[] _sums = new double[WeekGrid.CellsPerDay];
    private readonly ReliabilityDiagram _rawDiagram = new();
    private readonly ReliabilityDiagram _diagram = new();

    /// <param name="tallies">All models; the first is uniform, whose choice is a random minute.</param>
    /// <param name="product">The one whose chance is calibrated.</param>
    /// <param name="horizonMinutes">A multiple of 5.</param>
    public WindowScorer(ModelTally[] tallies, ModelTally product, int horizonMinutes)
    {
        _tallies = tallies;
        _product = product;
        _horizonMinutes = horizonMinutes;
        _cells = new double[WeekGrid.CellsPerDay + (horizonMinutes / WeekGrid.MinutesPerCell) - 1];
    }

    /// <summary>Windows so far.</summary>
    public int Count { get; private set; }

    /// <summary>Windows with an event within the day or the horizon after it.</summary>
    public int Reachable { get; private set; }

    /// <summary>Scores one window.</summary>
    /// <param name="day">The day, for which all models are prepared.</param>
    /// <param name="eventsFromDay">The person's events from the day's start on.</param>
    /// <param name="chances">The calibration as of the day's start.</param>
    /// <param name="sums">The day's sums, which take the outcome.</param>
    public void Score(PersonDay day, ReadOnlySpan<int> eventsFromDay, ChanceCalibration chances, CurveSums sums)
    {
        ReadOnlySpan<int> events = Within(eventsFromDay, day.StartMinute + UtcDay.Minutes + _horizonMinutes);
        Count++;
        Reachable += events.IsEmpty ? 0 : 1;
        _tallies[0].AddHit(RandomMinuteHits(events, day.StartMinute));
        foreach (ModelTally tally in _tallies.AsSpan(1))
        {
            int choice = day.StartMinute + tally.Model.Choose(day.Weekday, _cells, _sums, out double mass);
            bool hit = IsHit(events, choice);
            tally.AddHit(hit ? 1 : 0);
            if (tally == _product)
            {
                double raw = EngagementChance.Raw(ActivityRate.HoursPerWeek(day.State, day.StartMinute), mass);
                _rawDiagram.Add(raw, hit);
                _diagram.Add(chances.Chance(raw), hit);
                sums.AddOutcome(raw, hit);
            }
        }
    }

    public CalibrationReport Calibration() =>
        new(_rawDiagram.ExpectedError(), _diagram.ExpectedError(), _diagram.Brier, _diagram.Bins());

    private static ReadOnlySpan<int> Within(ReadOnlySpan<int> events, int endMinute)
    {
        int count = 0;
        while (count < events.Length && events[count] < endMinute)
        {
            count++;
        }

        return events[..count];
    }

    private bool IsHit(ReadOnlySpan<int> events, int choice)
    {
        foreach (int minute in events)
        {
            if (minute >= choice && minute < choice + _horizonMinutes)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The share of the day's 1,440 minutes that would hit.</summary>
    private double RandomMinuteHits(ReadOnlySpan<int> events, int startMinute)
    {
        int hitting = 0;
        int next = 0;
        foreach (int minute in events)
        {
            int first = Math.Max(next, minute - startMinute - _horizonMinutes + 1);
            int last = Math.Min(minute - startMinute, UtcDay.Minutes - 1);
            if (last >= first)
            {
                hitting += last - first + 1;
                next = last + 1;
            }
        }

        return (double)hitting / UtcDay.Minutes;
    }
}
