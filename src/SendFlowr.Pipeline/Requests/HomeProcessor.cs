using SendFlowr.Connectors.Mapping;
using SendFlowr.Model.Requests;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Normalize;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Topics;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Pipeline.Requests;

/// <summary>
/// The home of request_ids: takes each id once, hands it to its person, passes on cancellations, and remembers how it ended. An id has one
/// home whatever the person, so two requests of one id meet here.
/// </summary>
internal sealed class HomeProcessor : IProcessor
{
    private readonly RequestGuards _guards;
    private readonly RequestStepSink _steps = new();
    private readonly RecordWriter _requestWriter = new(Schemas.Request);
    private readonly DeadLetterWriter _letters = new("requests");
    private readonly SettledDays _days = new();
    private IProcessorContext _context = null!;
    private ITable _home = null!;
    private ISink _person = null!;
    private ISink _deadLetters = null!;

    public HomeProcessor(RequestGuards guards) => _guards = guards;

    private long Now => Math.Max(_context.NowMilliseconds, 0);

    public void Init(IProcessorContext context)
    {
        _context = context;
        _home = context.Table(RequestTables.Home);
        _person = context.Sink("hops");
        _deadLetters = context.Sink("deadletters");
        _days.Init(context);
    }

    public void Process(in Record record)
    {
        RequestStep step = RequestStep.Read(Schemas.RequestStep.Body(record.Value));
        RowKey key = RequestDigest.KeyOf(step.RequestId);
        HomeRow? row = _home.TryGet(key, out ReadOnlySpan<byte> bytes) ? HomeRow.Read(bytes) : null;
        switch (step.Kind)
        {
            case RequestStepKind.Submit when row is null || !_guards.TakeIdOnce:
                Accept(key, step);
                break;
            case RequestStepKind.Submit:
                Compare(record, step, row);
                break;
            case RequestStepKind.Cancel when row is { State: null }:
                _steps.SendToPerson(_person, step with { Person = row.Person }, Now);
                break;
            case RequestStepKind.Settled when row is { State: null } || (row is not null && !_guards.TakeIdOnce):
                Settle(key, row!, step);
                break;
            case RequestStepKind.Cancel or RequestStepKind.Settled:
                break;
            default:
                throw new InvalidDataException($"A step of kind {step.Kind} does not belong to the home of a request_id.");
        }
    }

    public void Punctuate(long nowMilliseconds)
    {
        if (_days.Forget(_home, nowMilliseconds))
        {
            _context.RequestPunctuation();
        }
    }

    public void Flush() => _days.Flush();

    private void Accept(RowKey key, RequestStep step)
    {
        ulong content = RequestDigest.ContentOf(RequestCodec.Read(step.Request));
        HomeRow row = new()
        {
            Content = content,
            Person = step.Person!.Value,
            AcceptedAt = new Timestamp(Now),
        };
        _home.Put(key, row.ToBytes());
        _steps.SendToPerson(_person, step with { Kind = RequestStepKind.Plan, AcceptedAt = row.AcceptedAt }, Now);
    }

    /// <summary>The same again has no effect; other content under the same id is refused.</summary>
    private void Compare(in Record record, RequestStep step, HomeRow row)
    {
        SendRequest request = RequestCodec.Read(step.Request);
        if (RequestDigest.ContentOf(request) == row.Content || request.ByHttp)
        {
            return;
        }

        _requestWriter.Begin().WriteFixed(step.Request);
        _letters.Send(
            _deadLetters, record, TopicNames.PersonRequests, _requestWriter.Bytes, RejectionReason.RequestConflict, "request_id",
            "this request_id was used before with other content: give a new message an id of its own");
    }

    private void Settle(RowKey key, HomeRow row, RequestStep step)
    {
        HomeRow settled = row with
        {
            State = step.State!.Value.IsFinal() ? step.State : throw new InvalidDataException($"A request was settled as {step.State}."),
            SettledAt = step.At,
            Target = step.Target,
            Trigger = step.Trigger,
            LatencyMilliseconds = (long)Math.Round(step.LatencySeconds * 1000),
            Revision = step.Revision,
            Channel = step.Channel,
            Provider = step.Provider,
            Reason = step.Reason,
        };
        _home.Put(key, settled.ToBytes());
        _days.Add(key, step.At);
    }
}
