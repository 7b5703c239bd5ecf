using SendFlowr.Avro.Binary;
using SendFlowr.Model.Requests;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Records;
using SendFlowr.Streams.Tables;

namespace SendFlowr.Pipeline.Requests;

/// <summary>One record between the home of a request_id and the partition of its person (<c>schemas/requeststep.avsc</c>). Immutable.</summary>
internal sealed record RequestStep
{
    public required RequestStepKind Kind { get; init; }

    public required string RequestId { get; init; }

    /// <summary>Null when it is not known.</summary>
    public RowKey? Person { get; init; }

    /// <summary>When the request came in; of a settled one, when it was settled.</summary>
    public required Timestamp At { get; init; }

    /// <summary>Submit and plan: the request's body.</summary>
    public byte[] Request { get; init; } = [];

    public string ResolvedBy { get; init; } = "";

    public double ResolutionConfidence { get; init; }

    /// <summary>Plan: when the home took it.</summary>
    public Timestamp? AcceptedAt { get; init; }

    /// <summary>Settled: <c>d_</c> and 32 hex digits.</summary>
    public string DecisionId { get; init; } = "";

    public int Revision { get; init; }

    /// <summary>Settled: a final state.</summary>
    public RequestState? State { get; init; }

    public string Reason { get; init; } = "";

    public string Channel { get; init; } = "";

    public string Provider { get; init; } = "";

    public Timestamp? Target { get; init; }

    public Timestamp? Trigger { get; init; }

    public double LatencySeconds { get; init; }

    public void Write(AvroWriter writer)
    {
        writer.WriteEnum((int)Kind);
        writer.WriteString(RequestId);
        WritePerson(writer);
        writer.WriteLong(At.EpochMilliseconds);
        writer.WriteBytes(Request);
        writer.WriteString(ResolvedBy);
        writer.WriteDouble(ResolutionConfidence);
        writer.WriteString(DecisionId);
        writer.WriteInt(Revision);
        writer.WriteString(State?.Name() ?? "");
        writer.WriteString(Reason);
        writer.WriteString(Channel);
        writer.WriteString(Provider);
        writer.WriteOptional(Target);
        writer.WriteOptional(Trigger);
        writer.WriteDouble(LatencySeconds);
        writer.WriteOptional(AcceptedAt);
    }

    /// <exception cref="AvroDataException">The bytes do not fit the schema.</exception>
    public static RequestStep Read(ReadOnlySpan<byte> body)
    {
        AvroReader reader = new(body);
        RequestStepKind kind = (RequestStepKind)reader.ReadEnum(4);
        string requestId = reader.ReadStringText();
        ReadOnlySpan<byte> person = reader.ReadBytes();
        return new RequestStep
        {
            Kind = kind,
            RequestId = requestId,
            Person = person.Length == RowKey.SizeBytes ? RowKey.Read(person) : null,
            At = new Timestamp(reader.ReadLong()),
            Request = reader.ReadBytes().ToArray(),
            ResolvedBy = reader.ReadStringText(),
            ResolutionConfidence = reader.ReadDouble(),
            DecisionId = reader.ReadStringText(),
            Revision = reader.ReadInt(),
            State = RequestTransitions.Parse(reader.ReadStringText()),
            Reason = reader.ReadStringText(),
            Channel = reader.ReadStringText(),
            Provider = reader.ReadStringText(),
            Target = reader.ReadUnion(2) == 0 ? null : new Timestamp(reader.ReadLong()),
            Trigger = reader.ReadUnion(2) == 0 ? null : new Timestamp(reader.ReadLong()),
            LatencySeconds = reader.ReadDouble(),
            AcceptedAt = reader.ReadUnion(2) == 0 ? null : new Timestamp(reader.ReadLong()),
        };
    }

    private void WritePerson(AvroWriter writer)
    {
        Span<byte> node = stackalloc byte[RowKey.SizeBytes];
        Person?.Write(node);
        writer.WriteBytes(Person is null ? default : node);
    }
}
