namespace SendFlowr.Model.Curves;

/// <summary>How much evidence a person has, in nine steps: weights are learned for each of them.</summary>
/// <remarks>The bucket of N, the sum of a person's votes, is how many of 1, 2, 4, …, 128 are at most N. Pure, thread-safe.</remarks>
public static class SizeBucket
{
    public const int Count = 9;

    private static readonly double[] Bounds = [1, 2, 4, 8, 16, 32, 64, 128];

    internal static ReadOnlySpan<double> LowerBounds => Bounds;

    /// <summary>0 … 8.</summary>
    /// <param name="votes">N, not negative.</param>
    public static int Of(double votes)
    {
        int bucket = 0;
        while (bucket < Bounds.Length && Bounds[bucket] <= votes)
        {
            bucket++;
        }

        return bucket;
    }
}
