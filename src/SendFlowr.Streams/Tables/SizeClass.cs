using System.Numerics;

namespace SendFlowr.Streams.Tables;

/// <summary>
/// Sizes in which memory for rows is handed out: units of 16 bytes, one class per unit up to 16 units,
/// then 8 classes per doubling, so that at most 1/8 of a large row is lost.
/// </summary>
internal static class SizeClass
{
    public const int UnitBytes = 16;

    /// <summary>Number of classes: 1 to <c>Count − 1</c>; 0 is the row of length 0, which needs no memory.</summary>
    public const int Count = 113;

    private const int FineUnits = 16;
    private const int StepsPerDoubling = 8;

    public static int ForLength(int bytes)
    {
        int units = (bytes + UnitBytes - 1) / UnitBytes;
        if (units <= FineUnits)
        {
            return units;
        }

        int shift = BitOperations.Log2((uint)units - 1) - 3;
        int rounded = (units + (1 << shift) - 1) >> shift;
        return FineUnits + ((shift - 1) * StepsPerDoubling) + (rounded - StepsPerDoubling);
    }

    public static int Units(int sizeClass)
    {
        if (sizeClass <= FineUnits)
        {
            return sizeClass;
        }

        int step = sizeClass - FineUnits - 1;
        return (StepsPerDoubling + 1 + (step % StepsPerDoubling)) << ((step / StepsPerDoubling) + 1);
    }

    /// <summary>The largest class that fits into the units, 1 or more.</summary>
    public static int LargestWithin(int units)
    {
        int sizeClass = ForLength(units * UnitBytes);
        return Units(sizeClass) <= units ? sizeClass : sizeClass - 1;
    }
}
