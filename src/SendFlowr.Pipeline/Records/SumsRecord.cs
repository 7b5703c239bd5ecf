using SendFlowr.Avro.Binary;

namespace SendFlowr.Pipeline.Records;

/// <summary>What the tenant stage is told (<c>schemas/sums.avsc</c>).</summary>
internal enum SumsKind
{
    Request = 0,
    Survey = 1,
    Day = 2,
    Lane = 3,
}

/// <summary>One record of <c>sendflowr.priors.sums</c>, read in place.</summary>
internal readonly ref struct SumsRecord
{
    /// <summary>Stands for "no day" and, in a request, for "no task".</summary>
    public const int None = -1;

    public required SumsKind Kind { get; init; }

    public required long Run { get; init; }

    public required int Task { get; init; }

    /// <summary>Days since 1970-01-01, as <see cref="Day"/>.</summary>
    public required int FromDay { get; init; }

    public required int Day { get; init; }

    public required ReadOnlySpan<byte> Payload { get; init; }

    public static SumsRecord Read(ReadOnlySpan<byte> body)
    {
        AvroReader reader = new(body);
        return new SumsRecord
        {
            Kind = (SumsKind)reader.ReadInt(),
            Run = reader.ReadLong(),
            Task = reader.ReadInt(),
            FromDay = reader.ReadInt(),
            Day = reader.ReadInt(),
            Payload = reader.ReadBytes(),
        };
    }

    public void Write(AvroWriter writer)
    {
        writer.WriteInt((int)Kind);
        writer.WriteLong(Run);
        writer.WriteInt(Task);
        writer.WriteInt(FromDay);
        writer.WriteInt(Day);
        writer.WriteBytes(Payload);
    }
}
