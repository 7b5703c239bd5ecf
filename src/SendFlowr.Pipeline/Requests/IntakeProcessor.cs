using SendFlowr.Avro.Binary;
using SendFlowr.Connectors.Definitions;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Model.Identity;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Decisions;
using SendFlowr.Pipeline.Normalize;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Topics;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Pipeline.Requests;

/// <summary>
/// Takes requests in from their topic, as Avro or JSON and under any key, names their person, and hands each to the home of its request_id;
/// what cannot be taken is a dead letter.
/// </summary>
internal sealed class IntakeProcessor : IProcessor
{
    private readonly NodeIdHasher _hasher;
    private readonly string? _defaultCountry;
    private readonly RequestStepSink _steps = new();
    private readonly DeadLetterWriter _letters = new("requests");
    private readonly AvroWriter _body = new();
    private IProcessorContext _context = null!;
    private ISink _home = null!;
    private ISink _deadLetters = null!;

    /// <param name="hasher">Not shared with another processor.</param>
    /// <param name="defaultCountry">ISO code of the country of national phone numbers, null when there is none.</param>
    public IntakeProcessor(NodeIdHasher hasher, string? defaultCountry)
    {
        _hasher = hasher;
        _defaultCountry = defaultCountry;
    }

    public void Init(IProcessorContext context)
    {
        _context = context;
        _home = context.Sink("requests");
        _deadLetters = context.Sink("deadletters");
    }

    public void Process(in Record record)
    {
        RequestReceiptContext receipt = new() { Received = new Timestamp(record.TimestampMilliseconds), DefaultCountry = _defaultCountry };
        SendRequest? request = Read(record.Value, receipt, out FieldProblem? problem);
        problem ??= CheckReceipt(receipt.Received);
        if (problem is not null)
        {
            _letters.Send(_deadLetters, record, TopicNames.Requests, record.Value, problem.Reason, problem.Field, problem.Detail);
            return;
        }

        Submit(request!, receipt.Received);
    }

    public void Punctuate(long nowMilliseconds)
    {
    }

    private static SendRequest? Read(ReadOnlySpan<byte> value, RequestReceiptContext receipt, out FieldProblem? problem)
    {
        if (value.Length > 0 && value[0] == 0)
        {
            problem = new FieldProblem(
                RejectionReason.MalformedAvro, "", "an Avro record whose schema is unknown or does not fit", "register its schema with kafka.registry configured, or write JSON");
            return null;
        }

        if (!SingleObject.TryReadHeader(value, out _, out _))
        {
            return RequestJson.Read(value, receipt, out problem);
        }

        try
        {
            SendRequest request = RequestCodec.Read(Schemas.Request.Body(value));
            problem = RequestCodec.Check(request, receipt);
            return request;
        }
        catch (AvroDataException)
        {
            problem = new FieldProblem(
                RejectionReason.MalformedAvro, "", "not a record of a known request schema", "write it with schemas/request.avsc, or as JSON");
            return null;
        }
    }

    /// <summary>Windows begin at the receipt by default, so a nonsensical timestamp would time messages by nonsense.</summary>
    private FieldProblem? CheckReceipt(Timestamp received) =>
        received.EpochMilliseconds < MappingLimits.EarliestMilliseconds
        || received.EpochMilliseconds > _context.NowMilliseconds + MappingLimits.FutureMilliseconds
            ? new FieldProblem(
                RejectionReason.TimeOutOfRange, "", "a record with an impossible timestamp", "let the record's timestamp be the time of sending, in epoch milliseconds")
            : null;

    private void Submit(SendRequest request, Timestamp received)
    {
        ResolvedPerson person = ResolvedPerson.Of(RequestedPerson.Read(request.Recipient, _defaultCountry, out _), _hasher);
        _body.Clear();
        RequestCodec.Write(_body, request);
        RequestStep step = new()
        {
            Kind = RequestStepKind.Submit,
            RequestId = request.RequestId,
            Person = new RowKey(person.Node.High, person.Node.Low),
            At = received,
            Request = _body.WrittenSpan.ToArray(),
            ResolvedBy = person.ResolvedBy,
            ResolutionConfidence = person.Confidence,
        };
        _steps.SendHome(_home, step, Math.Max(_context.NowMilliseconds, 0));
    }
}
