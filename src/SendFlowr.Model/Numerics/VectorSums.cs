using System.Numerics;

namespace SendFlowr.Model.Numerics;

/// <summary>Element-wise loops over cells. Each element has its own fixed order of operations, so the vector's width changes no bit.</summary>
/// <remarks>No fused multiply-add: a product is rounded before it is added. Thread-safe on distinct spans.</remarks>
public static class VectorSums
{
    /// <summary>target[i] += values[i] × scale.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void AddScaled(Span<double> target, ReadOnlySpan<double> values, double scale)
    {
        RequireSameLength(target.Length, values.Length);
        int width = Vector<double>.Count;
        Vector<double> scales = new(scale);
        int i = 0;
        for (; i <= target.Length - width; i += width)
        {
            Vector<double> product = new Vector<double>(values[i..]) * scales;
            (new Vector<double>(target[i..]) + product).CopyTo(target[i..]);
        }

        for (; i < target.Length; i++)
        {
            double product = values[i] * scale;
            target[i] += product;
        }
    }

    /// <summary>first[i] += values[i] × firstScale and second[i] += values[i] × secondScale, with the bits of two calls for one each.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void AddScaledTwice(
        Span<double> first, double firstScale, Span<double> second, double secondScale, ReadOnlySpan<double> values)
    {
        RequireSameLength(first.Length, values.Length);
        RequireSameLength(second.Length, values.Length);
        int width = Vector<double>.Count;
        Vector<double> firstScales = new(firstScale);
        Vector<double> secondScales = new(secondScale);
        int i = 0;
        for (; i <= values.Length - width; i += width)
        {
            Vector<double> value = new(values[i..]);
            (new Vector<double>(first[i..]) + (value * firstScales)).CopyTo(first[i..]);
            (new Vector<double>(second[i..]) + (value * secondScales)).CopyTo(second[i..]);
        }

        for (; i < values.Length; i++)
        {
            double forFirst = values[i] * firstScale;
            double forSecond = values[i] * secondScale;
            first[i] += forFirst;
            second[i] += forSecond;
        }
    }

    /// <summary>sums[i] = ((values[i] + values[i + step]) + values[i + 2·step]) + …, count terms, each sum on its own.</summary>
    /// <exception cref="ArgumentException">values is shorter than sums.Length + (count − 1)·step.</exception>
    public static void RunSums(ReadOnlySpan<double> values, int count, int step, Span<double> sums)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step);
        if (values.Length < sums.Length + ((count - 1) * step))
        {
            throw new ArgumentException(
                $"{sums.Length} sums of {count} values, {step} apart, need {sums.Length + ((count - 1) * step)} values; there are {values.Length}.",
                nameof(values));
        }

        int width = Vector<double>.Count;
        int i = 0;
        for (; i <= sums.Length - width; i += width)
        {
            Vector<double> sum = new(values[i..]);
            for (int term = 1, at = i + step; term < count; term++, at += step)
            {
                sum += new Vector<double>(values[at..]);
            }

            sum.CopyTo(sums[i..]);
        }

        for (; i < sums.Length; i++)
        {
            double sum = values[i];
            for (int term = 1; term < count; term++)
            {
                sum += values[i + (term * step)];
            }

            sums[i] = sum;
        }
    }

    private static void RequireSameLength(int target, int values)
    {
        if (target != values)
        {
            throw new ArgumentException($"Both spans must have the same length; they have {target} and {values}.");
        }
    }
}
