using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using SendFlowr.Model.Curves;
using SendFlowr.Model.Numerics;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Learning;

/// <summary>One version of what the tenant has learned: populations, cohorts, weights, calibration, through a day.</summary>
/// <remarks>
/// Versions count from 0 (<see cref="Factory"/>, an empty tenant with the factory's weights); <see cref="Advance"/> is a pure function of
/// a version and a day's sums. The stored form is format byte 2, version, last day learned, events and every array
/// (<see cref="SumCodec"/>), some 65 KB; its SHA-256 is the digest a decision names. Immutable, thread-safe.
/// </remarks>
public sealed class CurvePriors
{
    /// <summary>The last day learned of a tenant that has learned nothing.</summary>
    public const long NoDay = long.MinValue;

    private const byte Format = 2;
    private const double Prior30Days = 5;

    private readonly PopulationState _population;
    private readonly CohortState _cohorts;
    private readonly WeightState _weights;
    private readonly ChanceOutcomes _outcomes;
    private readonly double[] _day = new double[WeekGrid.CellsPerDay];
    private string? _digest;

    private CurvePriors(
        long version, long throughDay, long events, PopulationState population, CohortState cohorts, WeightState weights, ChanceOutcomes outcomes)
    {
        Version = version;
        ThroughDay = throughDay;
        Events = events;
        _population = population;
        _cohorts = cohorts;
        _weights = weights;
        _outcomes = outcomes;
        Population = new PopulationCurve(population.Cells, population.Weekdays);
        Population7Days = new PopulationCurve(population.RecentCells, population.RecentWeekdays);
        double scale = 1 / (FixedPoint.ToDouble(population.DayVotes[0]) + Prior30Days);
        for (int cell = 0; cell < _day.Length; cell++)
        {
            _day[cell] = (FixedPoint.ToDouble(population.DayCells[cell]) + (Prior30Days / UtcDay.Minutes)) * scale;
        }

        Weights = new CurveWeights(weights.Weekday, weights.TimeOfDay, weights.GuardLogits);
        Chances = new ChanceCalibration(outcomes.Windows, outcomes.Hits);
    }

    /// <summary>Version 0: nothing learned yet.</summary>
    public static CurvePriors Factory { get; } = new(
        0, NoDay, 0, new PopulationState(), CohortState.Start(), WeightState.Start(), new ChanceOutcomes());

    /// <summary>0 for the factory's, one more with every cut.</summary>
    public long Version { get; }

    /// <summary>The last UTC day (since 1970-01-01) whose events are in it; <see cref="NoDay"/> when none is.</summary>
    public long ThroughDay { get; }

    /// <summary>How many events it has learned from.</summary>
    public long Events { get; }

    /// <summary>g: all that was ever seen.</summary>
    public PopulationCurve Population { get; }

    /// <summary>p7: the week as of late, half-life 7 days.</summary>
    public PopulationCurve Population7Days { get; }

    /// <summary>p30: densities per minute at the 288 cell centres of the day, half-life 30 days.</summary>
    public ReadOnlySpan<double> Population30Days => _day;

    public CohortShapes Cohorts => _cohorts.InForce;

    public CurveWeights Weights { get; }

    /// <summary>From raw chances to chances that hold.</summary>
    public ChanceCalibration Chances { get; }

    /// <summary>SHA-256 of the stored form, 64 lower-case hex digits.</summary>
    public string Digest => _digest ??= Convert.ToHexStringLower(SHA256.HashData(ToBytes()));

    private long[][] Arrays => [.. _population.Arrays, .. _cohorts.Arrays, .. _weights.Arrays, .. _outcomes.Arrays];

    /// <summary>p30 at a minute: density per minute.</summary>
    public double Population30DaysAt(MinuteOfWeek minute) => WeekGrid.ValueAt(_day, minute.MinuteOfDay);

    /// <summary>The next version, with the sums of a day; days between without events only pass.</summary>
    /// <param name="day">The day that is over; at least <see cref="ThroughDay"/> (the same day: late events only).</param>
    /// <param name="sums">The merged sums of all partitions, learned with this version.</param>
    /// <exception cref="ArgumentOutOfRangeException">The day lies before what was learned already.</exception>
    public CurvePriors Advance(long day, CurveSums sums)
    {
        ArgumentNullException.ThrowIfNull(sums);
        if (day < ThroughDay)
        {
            throw new ArgumentOutOfRangeException(
                nameof(day), day,
                string.Create(CultureInfo.InvariantCulture, $"Priors have learned through day {ThroughDay}; replay from an earlier version to learn day {day} again."));
        }

        return new CurvePriors(
            Version + 1,
            day,
            Events + sums.Events,
            _population.Advance(ThroughDay == NoDay ? 0 : day - ThroughDay, sums.Population),
            _cohorts.Advance(sums.Cohorts),
            _weights.Advance(sums.Weights),
            _outcomes.Plus(sums.Outcomes));
    }

    /// <summary>The same under the number of a published version, which covers every day to the given one.</summary>
    /// <param name="version">1 or more, greater than every version published before.</param>
    /// <param name="throughDay">Last day covered, days without evidence included; not before <see cref="ThroughDay"/>.</param>
    public CurvePriors Publish(long version, long throughDay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        CurvePriors covered = Advance(throughDay, new CurveSums());
        return new CurvePriors(version, throughDay, Events, covered._population, covered._cohorts, covered._weights, covered._outcomes);
    }

    /// <summary>The stored form.</summary>
    public byte[] ToBytes()
    {
        ArrayBufferWriter<byte> bytes = new();
        bytes.Write([Format]);
        SumCodec.WriteNumber(bytes, Version);
        SumCodec.WriteNumber(bytes, ThroughDay);
        SumCodec.WriteNumber(bytes, Events);
        SumCodec.Write(bytes, Arrays);
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Reads the stored form.</summary>
    /// <exception cref="FormatException">Another format, or damaged.</exception>
    public static CurvePriors Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || bytes[0] != Format)
        {
            string format = bytes.IsEmpty ? "none" : bytes[0].ToString(CultureInfo.InvariantCulture);
            throw new FormatException(
                $"Stored priors have format {Format}; these have format {format} and {bytes.Length} bytes. Was the record cut, or written by another release?");
        }

        ReadOnlySpan<byte> rest = bytes[1..];
        long version = SumCodec.ReadNumber(ref rest);
        long throughDay = SumCodec.ReadNumber(ref rest);
        long events = SumCodec.ReadNumber(ref rest);
        PopulationState population = new();
        CohortState cohorts = new();
        WeightState weights = new();
        ChanceOutcomes outcomes = new();
        rest = SumCodec.Read(rest, [.. population.Arrays, .. cohorts.Arrays, .. weights.Arrays, .. outcomes.Arrays]);
        if (!rest.IsEmpty || version < 0 || events < 0 || HasNegative([.. population.Arrays, .. cohorts.Arrays, weights.Weekday, weights.TimeOfDay, weights.Events, .. outcomes.Arrays]))
        {
            throw new FormatException($"Stored priors have {rest.Length} bytes too many, or a negative number where none can be; the record is damaged.");
        }

        return new CurvePriors(version, throughDay, events, population, cohorts, weights, outcomes);
    }

    private static bool HasNegative(long[][] arrays) => arrays.Any(array => array.AsSpan().ContainsAnyInRange(long.MinValue, -1));
}
