using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SendFlowr.Model.Rings;

namespace SendFlowr.Model.Curves;

/// <summary>Finds how much of each cohort shape a person is: c, from the half hours of the person's own votes.</summary>
/// <remarks>
/// Fifteen rounds from c = al of c_j ← c_j · Σ_x n_x th_jx/(Σ_l c_l th_lx) + 4 al_j, normalised; n are the votes in each half hour of the
/// week, scaled down to a total of 200. It is the expectation-maximisation of a mixture with a Dirichlet prior of 4 votes. Without
/// evidence c is al. Always four lanes, whatever the processor's vectors: the bits are the same everywhere.
/// A reusable buffer that allocates nothing after construction; not thread-safe.
/// </remarks>
internal sealed class CohortFit
{
    private const int Rounds = 15;
    private const double MostVotes = 200;
    private const double PriorVotes = 4;
    private const int Lanes = 4;

    /// <summary>Cells of a row of masses; not a power of two, which would put the rows into the same places of the cache.</summary>
    private const int Stride = EvidenceRing.Capacity + (2 * Lanes);

    private readonly double[] _votesOfCell = new double[CohortShapes.CellsPerWeek];
    private readonly int[] _cells = new int[EvidenceRing.Capacity];

    /// <summary>Of each shape the masses of the half hours that have votes, in the order of <see cref="_cells"/>.</summary>
    private readonly double[] _masses = new double[CohortShapes.Count * Stride];
    private readonly double[] _votes = new double[Stride];
    private readonly double[] _quotients = new double[Stride];
    private readonly double[] _weights = new double[CohortShapes.Count];

    /// <summary>c, summing to 1.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    public void Fit(CurveEvidence evidence, CohortShapes shapes)
    {
        shapes.Common.CopyTo(_weights);
        if (evidence.Count == 0)
        {
            return;
        }

        int count = Gather(evidence, shapes, out double total);
        double scale = 1 / (total + PriorVotes);
        for (int round = 0; round < Rounds; round++)
        {
            Divide(count);
            for (int shape = 0; shape < CohortShapes.Count; shape++)
            {
                double fit = _weights[shape] * Dot(_masses.AsSpan(shape * Stride, count), _quotients.AsSpan(0, count));
                _weights[shape] = (fit + (PriorVotes * shapes.Common[shape])) * scale;
            }
        }
    }

    /// <summary>Collects the half hours with votes; returns their number, filled up to a multiple of the lanes by ones without votes.</summary>
    private int Gather(CurveEvidence evidence, CohortShapes shapes, out double total)
    {
        int count = 0;
        ReadOnlySpan<int> minutes = evidence.MinutesOfWeek;
        ReadOnlySpan<double> votes = evidence.Votes;
        for (int i = 0; i < minutes.Length; i++)
        {
            int cell = minutes[i] / CohortShapes.MinutesPerCell;
            if (_votesOfCell[cell] == 0)
            {
                _cells[count++] = cell;
            }

            _votesOfCell[cell] += votes[i];
        }

        total = Math.Min(evidence.VoteSum, MostVotes);
        double scale = total / evidence.VoteSum;
        for (int i = 0; i < count; i++)
        {
            _votes[i] = _votesOfCell[_cells[i]] * scale;
            _votesOfCell[_cells[i]] = 0;
        }

        int padded = (count + Lanes - 1) / Lanes * Lanes;
        _votes.AsSpan(count, padded - count).Clear();
        for (int shape = 0; shape < CohortShapes.Count; shape++)
        {
            ReadOnlySpan<double> all = shapes.Shape(shape);
            Span<double> masses = _masses.AsSpan(shape * Stride, padded);
            for (int i = 0; i < count; i++)
            {
                masses[i] = all[_cells[i]];
            }

            masses[count..].Fill(1);
        }

        return padded;
    }

    /// <summary>n_x/(Σ_l c_l th_lx) of every half hour: even and odd shapes are summed apart, so that two chains run at once.</summary>
    private void Divide(int count)
    {
        ref double weights = ref MemoryMarshal.GetArrayDataReference(_weights);
        ref double masses = ref MemoryMarshal.GetArrayDataReference(_masses);
        ref double votes = ref MemoryMarshal.GetArrayDataReference(_votes);
        ref double quotients = ref MemoryMarshal.GetArrayDataReference(_quotients);
        for (nuint i = 0; i < (nuint)count; i += Lanes)
        {
            Vector256<double> even = Vector256.LoadUnsafe(ref masses, i) * Vector256.Create(weights);
            Vector256<double> odd = Vector256.LoadUnsafe(ref masses, i + Stride) * Vector256.Create(Unsafe.Add(ref weights, 1));
            nuint at = i + (2 * Stride);
            for (int shape = 2; shape < CohortShapes.Count; shape += 2, at += 2 * Stride)
            {
                even += Vector256.LoadUnsafe(ref masses, at) * Vector256.Create(Unsafe.Add(ref weights, shape));
                odd += Vector256.LoadUnsafe(ref masses, at + Stride) * Vector256.Create(Unsafe.Add(ref weights, shape + 1));
            }

            (Vector256.LoadUnsafe(ref votes, i) / (even + odd)).StoreUnsafe(ref quotients, i);
        }
    }

    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        ref double ofLeft = ref MemoryMarshal.GetReference(left);
        ref double ofRight = ref MemoryMarshal.GetReference(right);
        Vector256<double> sum = Vector256<double>.Zero;
        for (nuint i = 0; i < (nuint)left.Length; i += Lanes)
        {
            sum += Vector256.LoadUnsafe(ref ofLeft, i) * Vector256.LoadUnsafe(ref ofRight, i);
        }

        return (sum[0] + sum[1]) + (sum[2] + sum[3]);
    }
}
