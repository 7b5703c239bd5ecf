using SendFlowr.Avro.Binary;

namespace SendFlowr.Avro.Generic;

/// <summary>Bounds on one datum, against hostile bytes that promise more than they hold. Immutable.</summary>
/// <remarks>Both bounds are inclusive; what exceeds them is an <see cref="AvroDataException"/>.</remarks>
public sealed record DatumLimits
{
    public static DatumLimits Default { get; } = new();

    /// <summary>Deepest nesting of records, arrays and maps; default 64, at most 512.</summary>
    public int MaxDepth
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 512);
            field = value;
        }
    } = 64;

    /// <summary>Most fields, items and entries of one datum together, those skipped included; default 1,000,000.</summary>
    public int MaxValues
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 1_000_000;
}
