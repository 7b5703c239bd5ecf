using SendFlowr.Model.Time;

namespace SendFlowr.Model.Curves;

/// <summary>How much of a person's curve over a stretch of minutes comes from each of its named parts; the shares add up to 1.</summary>
/// <remarks>
/// An own part counts with the person's own evidence in it only; what the population lends it is the population's. The own parts together
/// are the confidence of a decision, before that of the identity. A reusable buffer that allocates nothing; not thread-safe.
/// </remarks>
public sealed class CurveShares
{
    private readonly CurvePoint _point = new();
    private readonly double[] _parts = new double[CurveParts.TimeOfDayCount];

    /// <summary>The share of a part, 0 … 1.</summary>
    public double this[CurvePart part] => _parts[(int)part];

    /// <summary>The share of the guard: the plain population that every curve keeps.</summary>
    public double Guard { get; private set; }

    /// <summary>The share of the person's own evidence, 0 … 1.</summary>
    public double Own { get; private set; }

    /// <summary>The mass of the stretch, of which these are the shares.</summary>
    public double Mass { get; private set; }

    /// <summary>Measures the shares of [start, start + minutes).</summary>
    /// <param name="person">What the curve was computed from.</param>
    /// <param name="week">The curve, built for a stretch that holds this one.</param>
    /// <param name="start">First minute, in the person's clock.</param>
    /// <param name="minutes">1 … 10,080.</param>
    public void Measure(CurvePerson person, PersonWeek week, MinuteOfWeek start, int minutes)
    {
        ArgumentNullException.ThrowIfNull(person);
        ArgumentNullException.ThrowIfNull(week);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(minutes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minutes, MinuteOfWeek.MinutesPerWeek);
        _parts.AsSpan().Clear();
        Guard = 0;
        MinuteOfWeek fromCentre = start.Plus(-WeekGrid.CentreMinute);
        (int cell, int rest) = Math.DivRem(fromCentre.Value, WeekGrid.MinutesPerCell);

        // Each minute lies between two cell centres: collect how many minutes' worth of each centre the stretch holds.
        double here = 0;
        double next = 0;
        for (int i = 0; i < minutes; i++)
        {
            double fraction = (double)rest / WeekGrid.MinutesPerCell;
            here += 1 - fraction;
            next += fraction;
            if (++rest == WeekGrid.MinutesPerCell)
            {
                AddCell(person, week, cell, here);
                (here, next, rest) = (next, 0, 0);
                cell = cell + 1 == WeekGrid.CellsPerWeek ? 0 : cell + 1;
            }
        }

        AddCell(person, week, cell, here);
        AddCell(person, week, cell + 1 == WeekGrid.CellsPerWeek ? 0 : cell + 1, next);
        Normalise();
    }

    /// <summary>The parts whose share is at least half a percent, by their numbers. The guard counts as the population.</summary>
    public IReadOnlyList<CurvePartShare> ToList()
    {
        const double told = 0.005;
        List<CurvePartShare> parts = [];
        for (int part = 0; part < _parts.Length; part++)
        {
            double share = _parts[part] + (part == (int)CurvePart.Population ? Guard : 0);
            if (share >= told)
            {
                parts.Add(new CurvePartShare((CurvePart)part, share));
            }
        }

        return parts;
    }

    private void AddCell(CurvePerson person, PersonWeek week, int cell, double minutes)
    {
        if (minutes == 0)
        {
            return;
        }

        MinuteOfWeek centre = new((cell * WeekGrid.MinutesPerCell) + WeekGrid.CentreMinute);
        _point.Evaluate(person, centre);
        ReadOnlySpan<double> weights = person.Priors.Weights.TimeOfDay(person.Bucket);
        double scale = minutes * week.ScaleOf(centre.Weekday);
        for (int part = 0; part < _parts.Length; part++)
        {
            double whole = scale * weights[part] * _point.TimeOfDay[part];
            double own = scale * weights[part] * _point.Own[part];
            bool isOwn = CurveParts.IsOwn((CurvePart)part);
            _parts[part] += isOwn ? own : whole;
            _parts[(int)CurvePart.Population] += isOwn ? whole - own : 0;
        }

        Guard += minutes * person.Priors.Weights.Guard(person.Bucket) * person.Priors.Population.Week.Densities[cell];
    }

    private void Normalise()
    {
        Mass = Guard;
        foreach (double part in _parts)
        {
            Mass += part;
        }

        Guard /= Mass;
        Own = 0;
        for (int part = 0; part < _parts.Length; part++)
        {
            _parts[part] /= Mass;
            Own += CurveParts.IsOwn((CurvePart)part) ? _parts[part] : 0;
        }
    }
}
