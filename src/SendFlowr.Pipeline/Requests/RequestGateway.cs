using System.Text;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Topics;
using SendFlowr.Streams.Embedded;
using SendFlowr.Streams.Tables;

namespace SendFlowr.Pipeline.Requests;

/// <summary>Submits, finds and cancels requests for those who ask from outside, such as HTTP. Any thread.</summary>
/// <remarks>What was answered is durable. Everything goes through the topics, as a request of an orchestrator does.</remarks>
public sealed class RequestGateway
{
    private const int MaxLooksForCancellation = 10;
    private const long UnderWayMilliseconds = 60_000;

    private readonly PipelineHost _host;
    private readonly RequestReader _reader;
    private readonly RecordWriter _writer = new(Schemas.Request);
    private readonly RequestStepSink _steps = new();
    private readonly RecordBatch _batch = new();
    private readonly Dictionary<RowKey, ulong> _underWay = [];
    private readonly Queue<(string RequestId, long Since)> _sent = new();

    public RequestGateway(PipelineHost host)
    {
        _host = host;
        _reader = new RequestReader(host);
    }

    /// <summary>
    /// Takes requests that <see cref="RequestJson"/> has read, all in one turn of the engine's owner, and says what became of each, in order.
    /// </summary>
    public async Task<IReadOnlyList<RequestReceipt>> SubmitAsync(IReadOnlyList<SendRequest> requests, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ulong[] contents = [.. requests.Select(RequestDigest.ContentOf)];
        RequestOutcome[] outcomes =
            await _host.Owner.RunAsync(() => Append(requests, contents), TurnCompletion.Processed, cancellation).ConfigureAwait(false);
        RequestReceipt[] receipts = new RequestReceipt[requests.Count];
        for (int i = 0; i < receipts.Length; i++)
        {
            // Two processes may race for an id; its home has decided.
            bool isOthers = _reader.Home(requests[i].RequestId) is { } home && home.Content != contents[i];
            receipts[i] = new RequestReceipt(isOthers ? RequestOutcome.Conflict : outcomes[i], Find(requests[i].RequestId));
        }

        return receipts;
    }

    /// <summary>The newest revision of a request; null when the id is unknown.</summary>
    public RequestStatus? Find(string requestId) => _reader.Find(requestId);

    /// <summary>
    /// Withdraws a request and returns where it stands then; null when the id is unknown. It has been withdrawn when the state is cancelled, and
    /// then no trigger of it leaves.
    /// </summary>
    public async Task<RequestStatus?> CancelAsync(string requestId, CancellationToken cancellation)
    {
        if (_reader.Home(requestId) is not { } home)
        {
            return null;
        }

        if (home.State is null)
        {
            await _host.Owner.RunAsync(() => AppendCancellation(requestId), TurnCompletion.Processed, cancellation).ConfigureAwait(false);
        }

        for (int look = 0; look < MaxLooksForCancellation && _reader.Home(requestId) is { State: null }; look++)
        {
            await _host.Owner.RunAsync(() => true, TurnCompletion.Processed, cancellation).ConfigureAwait(false);
        }

        return Find(requestId);
    }

    /// <summary>A turn of the owner, so one at a time.</summary>
    private RequestOutcome[] Append(IReadOnlyList<SendRequest> requests, ulong[] contents)
    {
        long now = _host.NowMilliseconds;
        RequestOutcome[] outcomes = new RequestOutcome[requests.Count];
        _batch.Clear();
        ForgetArrived(now);
        for (int i = 0; i < outcomes.Length; i++)
        {
            outcomes[i] = Judge(requests[i].RequestId, contents[i], now);
            if (outcomes[i] == RequestOutcome.Accepted)
            {
                RequestCodec.Write(_writer.Begin(), requests[i] with { ByHttp = true });
                _batch.Add(Encoding.UTF8.GetBytes(requests[i].RequestId), _writer.Bytes, now);
            }
        }

        try
        {
            _host.Engine.Append(TopicNames.Requests, _batch, now);
            return outcomes;
        }
        catch
        {
            // Nothing was taken: the next attempt must not find itself.
            _underWay.Clear();
            _sent.Clear();
            throw;
        }
    }

    /// <summary>By what the id's home remembers, or by what this process has sent to it just before.</summary>
    private RequestOutcome Judge(string requestId, ulong content, long now)
    {
        RowKey key = RequestDigest.KeyOf(requestId);
        ulong known = _reader.Home(requestId)?.Content ?? 0;
        if (known == 0 && !_underWay.TryGetValue(key, out known))
        {
            _underWay.Add(key, content);
            _sent.Enqueue((requestId, now));
            return RequestOutcome.Accepted;
        }

        return known == content ? RequestOutcome.Duplicate : RequestOutcome.Conflict;
    }

    /// <summary>Homes know by now what was sent before; what none knows after a while was refused on the way.</summary>
    private void ForgetArrived(long now)
    {
        while (_sent.TryPeek(out (string RequestId, long Since) first)
            && (_reader.Home(first.RequestId) is not null || now - first.Since > UnderWayMilliseconds))
        {
            _sent.Dequeue();
            _underWay.Remove(RequestDigest.KeyOf(first.RequestId));
        }
    }

    private bool AppendCancellation(string requestId)
    {
        long now = _host.NowMilliseconds;
        RequestStep step = new() { Kind = RequestStepKind.Cancel, RequestId = requestId, At = new Timestamp(now) };
        _batch.Clear();
        _batch.Add(Encoding.UTF8.GetBytes(requestId), _steps.Bytes(step), now);
        _host.Engine.Append(TopicNames.PersonRequests, _batch, now);
        return true;
    }
}
