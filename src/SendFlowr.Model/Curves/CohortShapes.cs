using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SendFlowr.Model.Curves;

/// <summary>The tenant's soft cohorts: twelve shapes of a week in 336 half hours, and how common each is.</summary>
/// <remarks>A person is a mixture of them (<see cref="CohortFit"/>). Each shape sums to 1, and so do the commonness weights. Immutable, thread-safe.</remarks>
public sealed class CohortShapes
{
    public const int Count = 12;
    public const int CellsPerWeek = 336;
    public const int CellsPerDay = 48;
    public const int MinutesPerCell = 30;

    private readonly double[] _shapes;
    private readonly double[] _common;
    private readonly double[] _weekdayMasses = new double[Count * CurveParts.DaysPerWeek];

    /// <param name="shapes">Twelve rows of 336, fixed point; each is brought to sum 1.</param>
    /// <param name="common">How common each is, fixed point; brought to sum 1.</param>
    internal CohortShapes(ReadOnlySpan<long> shapes, ReadOnlySpan<long> common)
    {
        _shapes = new double[shapes.Length];
        for (int shape = 0; shape < Count; shape++)
        {
            Normalise(shapes.Slice(shape * CellsPerWeek, CellsPerWeek), _shapes.AsSpan(shape * CellsPerWeek, CellsPerWeek));
            for (int day = 0; day < CurveParts.DaysPerWeek; day++)
            {
                foreach (double mass in Shape(shape).Slice(day * CellsPerDay, CellsPerDay))
                {
                    _weekdayMasses[(shape * CurveParts.DaysPerWeek) + day] += mass;
                }
            }
        }

        _common = new double[Count];
        Normalise(common, _common);
    }

    /// <summary>al: the weights of a person of whom nothing is known.</summary>
    public ReadOnlySpan<double> Common => _common;

    /// <summary>th_j: mass of each half hour of the week, from Monday 00:00 on.</summary>
    public ReadOnlySpan<double> Shape(int shape) => _shapes.AsSpan(shape * CellsPerWeek, CellsPerWeek);

    /// <summary>The mass of a mixture of shapes on a weekday: cd_d.</summary>
    public double WeekdayMass(ReadOnlySpan<double> weights, int weekday)
    {
        double mass = 0;
        for (int shape = 0; shape < Count; shape++)
        {
            mass += weights[shape] * _weekdayMasses[(shape * CurveParts.DaysPerWeek) + weekday];
        }

        return mass;
    }

    /// <summary>The mass of a mixture of shapes in a half hour of the week.</summary>
    public double MassAt(ReadOnlySpan<double> weights, int cell)
    {
        double mass = 0;
        for (int shape = 0; shape < Count; shape++)
        {
            mass += weights[shape] * _shapes[(shape * CellsPerWeek) + cell];
        }

        return mass;
    }

    /// <summary>The same for the whole week, with the same bits.</summary>
    public void Mix(ReadOnlySpan<double> weights, Span<double> masses)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(masses.Length, CellsPerWeek);
        ArgumentOutOfRangeException.ThrowIfNotEqual(weights.Length, Count);
        ref double shapes = ref MemoryMarshal.GetArrayDataReference(_shapes);
        ref double weight = ref MemoryMarshal.GetReference(weights);
        ref double to = ref MemoryMarshal.GetReference(masses);
        for (nuint cell = 0; cell < CellsPerWeek; cell += (nuint)Vector256<double>.Count)
        {
            Vector256<double> sum = Vector256<double>.Zero;
            nuint at = cell;
            for (int shape = 0; shape < Count; shape++, at += CellsPerWeek)
            {
                sum += Vector256.LoadUnsafe(ref shapes, at) * Vector256.Create(Unsafe.Add(ref weight, shape));
            }

            sum.StoreUnsafe(ref to, cell);
        }
    }

    private static void Normalise(ReadOnlySpan<long> units, Span<double> values)
    {
        long sum = 0;
        foreach (long unit in units)
        {
            sum += unit;
        }

        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (double)units[i] / sum;
        }
    }
}
