using SendFlowr.Avro.Binary;

namespace SendFlowr.Pipeline.Records;

/// <summary>What the tenant stage tells the person tasks (<c>schemas/priors.avsc</c>).</summary>
internal enum PriorsKind
{
    Survey = 0,
    Cut = 1,
    Version = 2,
}

/// <summary>One record of <c>sendflowr.priors</c>, read in place.</summary>
internal readonly ref struct PriorsRecord
{
    public required PriorsKind Kind { get; init; }

    public required long Run { get; init; }

    /// <summary>Days since 1970-01-01, as <see cref="Day"/>.</summary>
    public required int FromDay { get; init; }

    public required int Day { get; init; }

    public required long Version { get; init; }

    public required ReadOnlySpan<byte> State { get; init; }

    public static PriorsRecord Read(ReadOnlySpan<byte> body)
    {
        AvroReader reader = new(body);
        PriorsKind kind = (PriorsKind)reader.ReadInt();
        long run = reader.ReadLong();
        int fromDay = reader.ReadInt();
        int day = reader.ReadInt();
        long version = reader.ReadLong();
        reader.ReadString();
        return new PriorsRecord
        {
            Kind = kind,
            Run = run,
            FromDay = fromDay,
            Day = day,
            Version = version,
            State = reader.ReadBytes(),
        };
    }

    public void Write(AvroWriter writer, string digest)
    {
        writer.WriteInt((int)Kind);
        writer.WriteLong(Run);
        writer.WriteInt(FromDay);
        writer.WriteInt(Day);
        writer.WriteLong(Version);
        writer.WriteString(digest);
        writer.WriteBytes(State);
    }
}
