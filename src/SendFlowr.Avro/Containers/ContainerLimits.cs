using SendFlowr.Avro.Generic;

namespace SendFlowr.Avro.Containers;

/// <summary>Bounds on a container file, against hostile or damaged ones that promise more than they hold. Immutable.</summary>
/// <remarks>All bounds are inclusive; what exceeds them is a <see cref="ContainerDataException"/>. Memory is taken as bytes arrive, never
/// because a file says that they will.</remarks>
public sealed record ContainerLimits
{
    public static ContainerLimits Default { get; } = new();

    /// <summary>Largest block, compressed and uncompressed, in bytes; default 64 MiB.</summary>
    public int MaxBlockBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1024 * 1024 * 1024);
            field = value;
        }
    } = 64 * 1024 * 1024;

    /// <summary>Most bytes of one entry of the header, the schema for example; default 4 MiB.</summary>
    public int MaxEntryBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 64 * 1024 * 1024);
            field = value;
        }
    } = 4 * 1024 * 1024;

    /// <summary>Most entries of the header; default 100.</summary>
    public int MaxEntries
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 100;

    /// <summary>Most records of one file that may take no bytes at all (null, a record without fields); default 1,000,000.</summary>
    public int MaxEmptyRecords
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 1_000_000;

    /// <summary>Bounds on each record.</summary>
    public DatumLimits Datum { get; init; } = DatumLimits.Default;
}
