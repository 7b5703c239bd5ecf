using SendFlowr.Model.Curves;
using SendFlowr.Model.Learning;
using SendFlowr.Model.Rings;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Rows;

namespace SendFlowr.Pipeline.Curves;

/// <summary>A person's week curve with its layers, as decisions use it.</summary>
/// <remarks>Immutable once computed.</remarks>
public sealed class PersonCurve
{
    private readonly EvidenceState _evidence = new();
    private readonly EmpiricalBayesCurve _curve = new();

    private PersonCurve()
    {
    }

    /// <summary>The whole curve, mass 1 over the week.</summary>
    public WeekCurve Total => _curve.Total;

    /// <summary>0 to 1: share of the week's mass that is the person's own evidence.</summary>
    public double OwnShare => _curve.OwnShareOfWeek();

    /// <summary>Entries of the evidence ring that carry weight.</summary>
    public int Events => _evidence.Count;

    /// <summary>The curve of a timing row; an empty row is a stranger, whose curve is the population's.</summary>
    public static PersonCurve Compute(ReadOnlySpan<byte> timingRow, Priors priors)
    {
        PersonCurve curve = new();
        curve._evidence.Read(TimingRow.Read(timingRow).Evidence, EvidenceWeights.Default);
        curve._curve.Build(curve._evidence, PersonClock.Utc, priors.Population);
        return curve;
    }

    /// <summary>One named layer; the layers add up to <see cref="Total"/>.</summary>
    public WeekCurve Layer(CurveLayer layer)
    {
        WeekCurve into = new();
        _curve.CopyLayer(layer, into);
        return into;
    }
}
