using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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
        ref double to = ref MemoryMarshal.GetReference(target);
        ref double from = ref MemoryMarshal.GetReference(values);
        nuint length = (nuint)values.Length;
        nuint i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<double> wide = Vector512.Create(scale);
            for (; i + (nuint)Vector512<double>.Count <= length; i += (nuint)Vector512<double>.Count)
            {
                Vector512<double> product = Vector512.LoadUnsafe(ref from, i) * wide;
                (Vector512.LoadUnsafe(ref to, i) + product).StoreUnsafe(ref to, i);
            }
        }

        Vector256<double> scales = Vector256.Create(scale);
        for (; i + (nuint)Vector256<double>.Count <= length; i += (nuint)Vector256<double>.Count)
        {
            Vector256<double> product = Vector256.LoadUnsafe(ref from, i) * scales;
            (Vector256.LoadUnsafe(ref to, i) + product).StoreUnsafe(ref to, i);
        }

        for (int rest = (int)i; rest < target.Length; rest++)
        {
            double product = values[rest] * scale;
            target[rest] += product;
        }
    }

    /// <summary>first[i] += values[i] × firstScale and second[i] += values[i] × secondScale, with the bits of two calls for one each.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void AddScaledTwice(
        Span<double> first, double firstScale, Span<double> second, double secondScale, ReadOnlySpan<double> values)
    {
        RequireSameLength(first.Length, values.Length);
        RequireSameLength(second.Length, values.Length);
        ref double toFirst = ref MemoryMarshal.GetReference(first);
        ref double toSecond = ref MemoryMarshal.GetReference(second);
        ref double from = ref MemoryMarshal.GetReference(values);
        nuint length = (nuint)values.Length;
        nuint i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<double> wideFirst = Vector512.Create(firstScale);
            Vector512<double> wideSecond = Vector512.Create(secondScale);
            for (; i + (nuint)Vector512<double>.Count <= length; i += (nuint)Vector512<double>.Count)
            {
                Vector512<double> value = Vector512.LoadUnsafe(ref from, i);
                (Vector512.LoadUnsafe(ref toFirst, i) + (value * wideFirst)).StoreUnsafe(ref toFirst, i);
                (Vector512.LoadUnsafe(ref toSecond, i) + (value * wideSecond)).StoreUnsafe(ref toSecond, i);
            }
        }

        Vector256<double> firstScales = Vector256.Create(firstScale);
        Vector256<double> secondScales = Vector256.Create(secondScale);
        for (; i + (nuint)Vector256<double>.Count <= length; i += (nuint)Vector256<double>.Count)
        {
            Vector256<double> value = Vector256.LoadUnsafe(ref from, i);
            (Vector256.LoadUnsafe(ref toFirst, i) + (value * firstScales)).StoreUnsafe(ref toFirst, i);
            (Vector256.LoadUnsafe(ref toSecond, i) + (value * secondScales)).StoreUnsafe(ref toSecond, i);
        }

        for (int rest = (int)i; rest < values.Length; rest++)
        {
            double forFirst = values[rest] * firstScale;
            double forSecond = values[rest] * secondScale;
            first[rest] += forFirst;
            second[rest] += forSecond;
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
