using SendFlowr.Model.Curves;
using SendFlowr.Model.Learning;
using SendFlowr.Model.Rings;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Rows;
using SendFlowr.Pipeline.Zones;

namespace SendFlowr.Pipeline.Curves;

/// <summary>A person's week curve with its layers, as decisions use it.</summary>
/// <remarks>Immutable once computed.</remarks>
public sealed class PersonCurve
{
    private readonly EvidenceState _evidence = new();
    private readonly CurvePerson _person = new();
    private readonly PersonWeek _week = new();
    private readonly CurveLayers _layers = new();

    private PersonCurve()
    {
    }

    /// <summary>The whole curve in the person's clock, mass 1 over the week.</summary>
    public WeekCurve Total => _week.Total;

    /// <summary>The clock the person lives by.</summary>
    public PersonClock Clock { get; private init; }

    /// <summary>0 to 1: share of the week's mass that is the person's own evidence.</summary>
    public double OwnShare => _week.OwnShareOfWeek();

    /// <summary>Entries of the evidence ring that carry weight.</summary>
    public int Events => _evidence.Count;

    /// <summary>The curve of a timing row; an empty row is a stranger, whose curve is the population's.</summary>
    /// <param name="timingRow">The person's timing row.</param>
    /// <param name="priors">The priors in force.</param>
    /// <param name="clocks">The clocks of people's habits.</param>
    public static PersonCurve Compute(ReadOnlySpan<byte> timingRow, CurvePriors priors, PersonClocks clocks)
    {
        ArgumentNullException.ThrowIfNull(clocks);
        TimingRow row = TimingRow.Read(timingRow);
        PersonCurve curve = new() { Clock = clocks.Of(row.Zones) };
        curve._evidence.Read(row.Evidence, row.Deliveries, EvidenceWeights.Default);
        curve._person.Read(curve._evidence, curve.Clock, priors);
        curve._week.Build(curve._person);
        curve._layers.Fill(curve._person, curve._week);
        return curve;
    }

    /// <summary>One named layer; the layers add up to <see cref="Total"/>.</summary>
    public WeekCurve Layer(CurveLayer layer) => _layers[layer];
}
