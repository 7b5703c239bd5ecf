using SendFlowr.Connectors.Mapping;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Requests;
using SendFlowr.Server.Inputs;
using SendFlowr.Server.Problems;

namespace SendFlowr.Server.Requests;

/// <summary>Reads requests and hands the good ones to the pipeline. Thread-safe.</summary>
internal sealed class RequestIntake
{
    /// <summary>Requests of one turn of the engine.</summary>
    private const int MostAtOnce = 256;

    private readonly ServerParts _parts;

    public RequestIntake(ServerParts parts)
    {
        _parts = parts;
        Gateway = new RequestGateway(parts.Host);
    }

    public RequestGateway Gateway { get; }

    /// <summary>Takes requests and says what became of each, in order.</summary>
    public async Task<IReadOnlyList<RequestLine>> TakeAsync(IReadOnlyList<(int Line, ReadOnlyMemory<byte> Document)> documents, CancellationToken cancellation)
    {
        List<RequestLine> lines = [];
        foreach ((int Line, ReadOnlyMemory<byte> Document)[] some in documents.Chunk(MostAtOnce))
        {
            lines.AddRange(await TakeSomeAsync(some, cancellation));
        }

        return lines;
    }

    private async Task<RequestLine[]> TakeSomeAsync((int Line, ReadOnlyMemory<byte> Document)[] documents, CancellationToken cancellation)
    {
        RequestLine[] lines = new RequestLine[documents.Length];
        List<SendRequest> good = [];
        List<int> places = [];
        RequestReceiptContext receipt = new() { Received = new Timestamp(_parts.Host.NowMilliseconds), DefaultCountry = _parts.DefaultCountry, ByHttp = true };
        for (int i = 0; i < documents.Length; i++)
        {
            if (RequestJson.Read(documents[i].Document.Span, receipt, out FieldProblem? problem) is { } request)
            {
                good.Add(request);
                places.Add(i);
            }
            else
            {
                lines[i] = new RequestLine(documents[i].Line, "", null, Refuse(problem!));
            }
        }

        IReadOnlyList<RequestReceipt> receipts = good.Count == 0 ? [] : await Gateway.SubmitAsync(good, cancellation);
        for (int i = 0; i < receipts.Count; i++)
        {
            lines[places[i]] = new RequestLine(documents[places[i]].Line, good[i].RequestId, receipts[i], null);
        }

        return lines;
    }

    private static Problem Refuse(FieldProblem problem)
    {
        // What was found may be an address in the wrong field: it is repeated only where it cannot be one.
        string field = ShownValue.Path(problem.Field);
        string found = ShownValue.MayBePersonal(problem.Found) ? "a value that is not shown" : problem.Found;
        return new Problem(TypeOf(problem.Reason), (problem with { Field = field, Found = found }).Detail, field.Length > 0 ? field : null);
    }

    private static ProblemType TypeOf(RejectionReason reason) => reason switch
    {
        RejectionReason.MalformedJson or RejectionReason.NotUtf8 or RejectionReason.NotAnObject or RejectionReason.TooDeep => ProblemType.MalformedJson,
        RejectionReason.UnknownField => ProblemType.UnknownField,
        RejectionReason.DuplicateKey => ProblemType.DuplicateField,
        RejectionReason.MissingField => ProblemType.MissingField,
        _ => ProblemType.InvalidField,
    };
}
