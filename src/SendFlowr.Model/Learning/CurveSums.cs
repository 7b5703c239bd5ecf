using System.Buffers;
using SendFlowr.Model.Curves;
using SendFlowr.Model.Numerics;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Learning;

/// <summary>What the events of a day teach the tenant, summed over people: fixed point, so that partitions, slices and order change no bit.</summary>
/// <remarks>
/// <see cref="CurveLearner"/> fills it, <see cref="CurvePriors.Advance"/> takes it in. Each task keeps its own and they are merged.
/// The stored form is format byte 1, the number of events, and every array (<see cref="SumCodec"/>). Not thread-safe.
/// </remarks>
public sealed class CurveSums
{
    private const byte Format = 1;

    private readonly long[] _cohorts = new long[CohortShapes.Count * CohortShapes.CellsPerWeek];
    private readonly long[][] _arrays;

    public CurveSums()
    {
        _arrays = [.. Population.Arrays, _cohorts, .. Weights.Arrays, .. Outcomes.Arrays];
    }

    /// <summary>How many events were added.</summary>
    public long Events { get; private set; }

    /// <summary>Nothing was added: merging it changes nothing.</summary>
    public bool IsEmpty => Events == 0 && Outcomes.Windows.All(windows => windows == 0);

    internal PopulationState Population { get; } = new();

    /// <summary>q · r_j by shape and half hour.</summary>
    internal ReadOnlySpan<long> Cohorts => _cohorts;

    internal WeightState Weights { get; } = new();

    internal ChanceOutcomes Outcomes { get; } = new();

    /// <summary>Adds the outcome of a window of which a raw chance was told.</summary>
    /// <param name="raw">0 … 1.</param>
    /// <param name="hit">Whether the person engaged within the horizon.</param>
    public void AddOutcome(double raw, bool hit) => Outcomes.Add(raw, hit);

    /// <summary>Adds the sums of another partition or slice.</summary>
    public void Merge(CurveSums other)
    {
        ArgumentNullException.ThrowIfNull(other);
        SumArrays.Add(_arrays, other._arrays);
        Events += other.Events;
    }

    public void Clear()
    {
        SumArrays.Clear(_arrays);
        Events = 0;
    }

    /// <summary>The stored form.</summary>
    public byte[] ToBytes()
    {
        ArrayBufferWriter<byte> bytes = new();
        bytes.Write([Format]);
        SumCodec.WriteNumber(bytes, Events);
        SumCodec.Write(bytes, _arrays);
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Reads the stored form.</summary>
    /// <exception cref="FormatException">Another format, or damaged.</exception>
    public static CurveSums Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || bytes[0] != Format)
        {
            throw new FormatException(
                $"Stored day sums begin with {Format}; these have {bytes.Length} bytes and begin otherwise. Was the record written by another release?");
        }

        ReadOnlySpan<byte> rest = bytes[1..];
        CurveSums sums = new() { Events = SumCodec.ReadNumber(ref rest) };
        rest = SumCodec.Read(rest, sums._arrays);
        return rest.IsEmpty ? sums : throw new FormatException($"Stored day sums have {rest.Length} bytes too many; the record is damaged.");
    }

    /// <summary>Adds what an event says about when people are active.</summary>
    internal void AddEvent(MinuteOfWeek minute, double vote, int daysLate)
    {
        Population.Add(minute.Value, vote, daysLate);
        Events++;
    }

    /// <summary>Adds an event's votes to the cohort shapes.</summary>
    /// <param name="minute">In the person's clock.</param>
    /// <param name="weight">q, shared among the shapes.</param>
    /// <param name="fits">c_j th_jx of the twelve shapes.</param>
    internal void AddToCohorts(MinuteOfWeek minute, double weight, ReadOnlySpan<double> fits)
    {
        double scale = weight / Sum(fits);
        int cell = minute.Value / CohortShapes.MinutesPerCell;
        for (int shape = 0; shape < fits.Length; shape++)
        {
            _cohorts[(shape * CohortShapes.CellsPerWeek) + cell] += FixedPoint.FromDouble(fits[shape] * scale);
        }
    }

    /// <summary>Adds how well each part foretold an event.</summary>
    /// <param name="bucket">Size bucket of the person.</param>
    /// <param name="weekday">u_j x_j of the weekday profiles.</param>
    /// <param name="timeOfDay">u_j x_j of the times of day.</param>
    /// <param name="logitStep">v² · (ln population − ln D·T).</param>
    internal void AddResponsibilities(int bucket, ReadOnlySpan<double> weekday, ReadOnlySpan<double> timeOfDay, double logitStep)
    {
        AddShares(Weights.Weekday, bucket, weekday);
        AddShares(Weights.TimeOfDay, bucket, timeOfDay);
        Weights.GuardLogits[bucket] += FixedPoint.FromDouble(logitStep);
        Weights.Events[bucket]++;
    }

    private static void AddShares(long[] sums, int bucket, ReadOnlySpan<double> parts)
    {
        double scale = 1 / Sum(parts);
        for (int i = 0; i < parts.Length; i++)
        {
            sums[(bucket * parts.Length) + i] += FixedPoint.FromDouble(parts[i] * scale);
        }
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum;
    }
}
