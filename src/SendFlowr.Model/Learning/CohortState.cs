using SendFlowr.Model.Curves;
using SendFlowr.Model.Numerics;

namespace SendFlowr.Model.Learning;

/// <summary>What the tenant knows of its cohorts: the votes each has collected by half hour, and the shapes made from them.</summary>
/// <remarks>
/// A day's votes go to the shapes in proportion to how well they explain them. Shapes are made anew only when enough was learned since the
/// last time, so that a person's weights do not tremble. Fixed point throughout: a version is the same however its sums were added.
/// Not thread-safe while it is filled.
/// </remarks>
internal sealed class CohortState
{
    private const int Cells = CohortShapes.CellsPerWeek;
    private const double StartMass = 20;
    private const double StartCommon = 4;
    private const double CommonPerMass = 0.1;
    private const double RebuildShare = 0.02;
    private const double RebuildMass = 500;
    private const double SmoothingMass = 30;

    private CohortShapes? _inForce;

    /// <summary>A_jx: twelve rows of 336 half hours, the starting masses included.</summary>
    public long[] Masses { get; } = new long[CohortShapes.Count * Cells];

    /// <summary>th_jx as of the last rebuild.</summary>
    public long[] Shapes { get; } = new long[CohortShapes.Count * Cells];

    /// <summary>al_j as of the last rebuild.</summary>
    public long[] Common { get; } = new long[CohortShapes.Count];

    /// <summary>The sum of <see cref="Masses"/> at the last rebuild; one number.</summary>
    public long[] MassAtRebuild { get; } = new long[1];

    public long[][] Arrays => [Masses, Shapes, Common, MassAtRebuild];

    /// <summary>The shapes of the last rebuild, ready to be used; the state must be filled by then.</summary>
    public CohortShapes InForce => _inForce ??= new CohortShapes(Shapes, Common);

    /// <summary>A tenant that has learned nothing: six bumps around the day, once quiet at weekends, once the same every day.</summary>
    public static CohortState Start()
    {
        CohortState state = new();
        for (int shape = 0; shape < CohortShapes.Count; shape++)
        {
            double[] bump = StartShape(shape % 6, shape < 6 ? 0.15 : 1);
            for (int cell = 0; cell < Cells; cell++)
            {
                state.Shapes[(shape * Cells) + cell] = FixedPoint.FromDouble(bump[cell]);
                state.Masses[(shape * Cells) + cell] = FixedPoint.FromDouble(StartMass * bump[cell]);
            }

            state.Common[shape] = FixedPoint.FromDouble(1.0 / CohortShapes.Count);
        }

        state.MassAtRebuild[0] = Sum(state.Masses);
        return state;
    }

    /// <summary>The state after a day.</summary>
    /// <param name="sums">q · r_j by shape and half hour, laid out like <see cref="Masses"/>.</param>
    public CohortState Advance(ReadOnlySpan<long> sums)
    {
        CohortState next = new();
        SumArrays.Copy(Arrays, next.Arrays);
        for (int i = 0; i < sums.Length; i++)
        {
            next.Masses[i] += sums[i];
        }

        long total = Sum(next.Masses);
        double learned = FixedPoint.ToDouble(total - next.MassAtRebuild[0]);
        if (learned > Math.Max(RebuildShare * FixedPoint.ToDouble(total), RebuildMass))
        {
            next.Rebuild(total);
        }
        else
        {
            next._inForce = InForce;
        }

        return next;
    }

    /// <summary>Shapes from what was collected: smoothed over neighbouring half hours, and toward the mixture of all.</summary>
    private void Rebuild(long total)
    {
        double[] common = new double[CohortShapes.Count];
        double commonSum = 0;
        double[] all = new double[Cells];
        for (int i = 0; i < Masses.Length; i++)
        {
            all[i % Cells] += FixedPoint.ToDouble(Masses[i]);
        }

        double scale = SmoothingMass / FixedPoint.ToDouble(total);
        for (int shape = 0; shape < CohortShapes.Count; shape++)
        {
            ReadOnlySpan<long> row = Masses.AsSpan(shape * Cells, Cells);
            Smooth(row, all, scale, Shapes.AsSpan(shape * Cells, Cells));
            common[shape] = StartCommon + (CommonPerMass * (FixedPoint.ToDouble(Sum(row)) - StartMass));
            commonSum += common[shape];
        }

        for (int shape = 0; shape < CohortShapes.Count; shape++)
        {
            Common[shape] = FixedPoint.FromDouble(common[shape] / commonSum);
        }

        MassAtRebuild[0] = total;
    }

    private static void Smooth(ReadOnlySpan<long> row, ReadOnlySpan<double> all, double scale, Span<long> shape)
    {
        Span<double> values = stackalloc double[Cells];
        double sum = 0;
        for (int cell = 0; cell < Cells; cell++)
        {
            double before = FixedPoint.ToDouble(row[cell == 0 ? Cells - 1 : cell - 1]);
            double after = FixedPoint.ToDouble(row[cell + 1 == Cells ? 0 : cell + 1]);
            values[cell] = (0.25 * before) + (0.5 * FixedPoint.ToDouble(row[cell])) + (0.25 * after) + (scale * all[cell]);
            sum += values[cell];
        }

        for (int cell = 0; cell < Cells; cell++)
        {
            shape[cell] = FixedPoint.FromDouble(values[cell] / sum);
        }
    }

    /// <summary>A bump of 2.5 hours around 2, 6, 10, 14, 18 or 22 o'clock, over a floor, with weekends scaled; sums to 1.</summary>
    private static double[] StartShape(int position, double weekendScale)
    {
        double[] shape = new double[Cells];
        double sum = 0;
        for (int cell = 0; cell < Cells; cell++)
        {
            (int day, int halfHour) = Math.DivRem(cell, CohortShapes.CellsPerDay);
            double distance = Math.Abs(((halfHour + 0.5) / 2) - ((4 * position) + 2));
            double deviation = Math.Min(distance, 24 - distance) / 2.5;
            shape[cell] = (DeterministicMath.Exp(-0.5 * deviation * deviation) + 0.05) * (CurveParts.DayTypeOf(day) == 0 ? 1 : weekendScale);
            sum += shape[cell];
        }

        for (int cell = 0; cell < Cells; cell++)
        {
            shape[cell] /= sum;
        }

        return shape;
    }

    private static long Sum(ReadOnlySpan<long> values)
    {
        long sum = 0;
        foreach (long value in values)
        {
            sum += value;
        }

        return sum;
    }
}
