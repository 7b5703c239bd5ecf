using SendFlowr.Model.Time;

namespace SendFlowr.Model.Curves;

/// <summary>The layers of a person's week; they add up to it. For showing: it takes a millisecond, and more with much evidence.</summary>
/// <remarks>A reusable buffer; not thread-safe.</remarks>
public sealed class CurveLayers
{
    private readonly CurvePoint _point = new();
    private readonly WeekCurve[] _layers = [.. Enum.GetValues<CurveLayer>().Select(_ => new WeekCurve())];

    /// <summary>One layer, in the clock the person was read in; mass: its share of the week.</summary>
    public WeekCurve this[CurveLayer layer] => _layers[(int)layer];

    /// <summary>Takes a curve apart.</summary>
    /// <param name="person">What the curve was computed from.</param>
    /// <param name="week">The curve, built for the whole week.</param>
    public void Fill(CurvePerson person, PersonWeek week)
    {
        ArgumentNullException.ThrowIfNull(person);
        ArgumentNullException.ThrowIfNull(week);
        ReadOnlySpan<double> weights = person.Priors.Weights.TimeOfDay(person.Bucket);
        double guard = person.Priors.Weights.Guard(person.Bucket);
        for (int cell = 0; cell < WeekGrid.CellsPerWeek; cell++)
        {
            MinuteOfWeek centre = new((cell * WeekGrid.MinutesPerCell) + WeekGrid.CentreMinute);
            _point.Evaluate(person, centre);
            double scale = week.ScaleOf(centre.Weekday);
            double own = 0;
            double lent = 0;
            for (int part = (int)CurveParts.FirstOwn; part < weights.Length; part++)
            {
                own += weights[part] * _point.Own[part];
                lent += weights[part] * (_point.TimeOfDay[part] - _point.Own[part]);
            }

            lent += weights[(int)CurvePart.Population] * _point.TimeOfDay[(int)CurvePart.Population];
            Cells(CurveLayer.Own)[cell] = scale * own;
            Cells(CurveLayer.Population)[cell] = (scale * lent) + (guard * person.Priors.Population.Week.Densities[cell]);
            Cells(CurveLayer.Cohort)[cell] = scale * weights[(int)CurvePart.Cohort] * _point.TimeOfDay[(int)CurvePart.Cohort];
            Cells(CurveLayer.Population7Days)[cell] = scale * weights[(int)CurvePart.Population7Days] * _point.TimeOfDay[(int)CurvePart.Population7Days];
            Cells(CurveLayer.Population30Days)[cell] = scale * weights[(int)CurvePart.Population30Days] * _point.TimeOfDay[(int)CurvePart.Population30Days];
        }
    }

    private Span<double> Cells(CurveLayer layer) => _layers[(int)layer].Cells;
}
