namespace SendFlowr.Model.Learning;

/// <summary>Lists of arrays of fixed-point sums, of the same shape: what a state and a day's sums are made of.</summary>
internal static class SumArrays
{
    public static void Copy(long[][] from, long[][] to)
    {
        for (int array = 0; array < from.Length; array++)
        {
            from[array].CopyTo(to[array], 0);
        }
    }

    /// <summary>Adds each number; an overflow throws.</summary>
    public static void Add(long[][] to, long[][] sums)
    {
        for (int array = 0; array < to.Length; array++)
        {
            long[] target = to[array];
            long[] source = sums[array];
            for (int i = 0; i < target.Length; i++)
            {
                target[i] += source[i];
            }
        }
    }

    public static void Clear(long[][] arrays)
    {
        foreach (long[] array in arrays)
        {
            array.AsSpan().Clear();
        }
    }
}
