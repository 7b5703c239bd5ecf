namespace SendFlowr.Avro.Containers;

/// <summary>A container file that is damaged, cut short, or breaks a limit. All records before were read. Never transient.</summary>
public sealed class ContainerDataException : Exception
{
    /// <param name="problem">What is wrong, with the offending value, and what to do: whole sentences.</param>
    /// <param name="position">Where the header, the block or the part of it begins, in bytes from the beginning of the file.</param>
    /// <param name="records">Records read before.</param>
    /// <param name="inner">What was wrong with the bytes inside, or null.</param>
    public ContainerDataException(string problem, long position, long records, Exception? inner = null)
        : base($"At byte {position} of the Avro container file, after {records} records: {problem}", inner)
    {
        Position = position;
        Records = records;
    }

    /// <summary>Where the header, the block or the part of it begins, in bytes from the beginning of the file.</summary>
    public long Position { get; }

    /// <summary>Records read before.</summary>
    public long Records { get; }
}
