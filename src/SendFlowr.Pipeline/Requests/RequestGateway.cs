using System.Text;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Topics;
using SendFlowr.Streams.Records;
using SendFlowr.Streams.Tables;

namespace SendFlowr.Pipeline.Requests;

/// <summary>Submits, finds and cancels requests for those who ask from outside, such as HTTP. Any thread.</summary>
/// <remarks>What was answered is durable. Everything goes through the topics, as a request of an orchestrator does.</remarks>
public sealed class RequestGateway
{
    private const int MaxLooksForCancellation = 10;
    private const long UnderWayMilliseconds = 10_000;

    private readonly PipelineHost _host;
    private readonly RequestReader _reader;
    private readonly RecordWriter _writer = new(Schemas.Request);
    private readonly RequestStepSink _steps = new();
    private readonly RecordBatch _batch = new();
    private readonly Dictionary<RowKey, ulong> _underWay = [];
    private readonly Queue<(RowKey Key, long Since)> _sent = new();

    public RequestGateway(PipelineHost host)
    {
        _host = host;
        _reader = new RequestReader(host);
    }

    /// <summary>
    /// Takes requests that <see cref="RequestJson"/> has read, all in one turn of the engine's owner, and says what became of each, in order.
    /// </summary>
    /// <exception cref="RowsUnavailableException">Whether an id is known cannot be found out at the moment.</exception>
    public async Task<IReadOnlyList<RequestReceipt>> SubmitAsync(IReadOnlyList<SendRequest> requests, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ulong[] contents = [.. requests.Select(RequestDigest.ContentOf)];
        ulong[] known = new ulong[contents.Length];
        for (int i = 0; i < known.Length; i++)
        {
            known[i] = (await _reader.HomeAsync(requests[i].RequestId, cancellation).ConfigureAwait(false))?.Content ?? 0;
        }

        RequestOutcome[] outcomes =
            await _host.Owner.RunAsync(() => Append(requests, contents, known), TurnCompletion.Processed, cancellation).ConfigureAwait(false);
        await _host.UntilSeenAsync(() => AreAllPlannedAsync(requests, cancellation), cancellation).ConfigureAwait(false);
        RequestReceipt[] receipts = new RequestReceipt[requests.Count];
        for (int i = 0; i < receipts.Length; i++)
        {
            HomeRow? home = await _reader.HomeAsync(requests[i].RequestId, cancellation).ConfigureAwait(false);
            receipts[i] = new RequestReceipt(
                Decided(outcomes[i], home, contents[i]), await FindAsync(requests[i].RequestId, cancellation).ConfigureAwait(false));
        }

        return receipts;
    }

    /// <summary>The newest revision of a request; null when the id is unknown.</summary>
    /// <exception cref="RowsUnavailableException">It cannot be found out at the moment.</exception>
    public ValueTask<RequestStatus?> FindAsync(string requestId, CancellationToken cancellation) => _reader.FindAsync(requestId, cancellation);

    /// <summary>
    /// Withdraws a request and returns where it stands then; null when the id is unknown. It has been withdrawn when the state is cancelled, and
    /// then no trigger of it leaves.
    /// </summary>
    /// <exception cref="RowsUnavailableException">Whether the id is known cannot be found out at the moment.</exception>
    public async Task<RequestStatus?> CancelAsync(string requestId, CancellationToken cancellation)
    {
        if (await _reader.HomeAsync(requestId, cancellation).ConfigureAwait(false) is not { } home)
        {
            return null;
        }

        if (home.State is null)
        {
            await _host.Owner.RunAsync(() => AppendCancellation(requestId), TurnCompletion.Processed, cancellation).ConfigureAwait(false);
        }

        for (int look = 0; look < MaxLooksForCancellation && !await IsSettledAsync(requestId, cancellation).ConfigureAwait(false); look++)
        {
            await _host.Owner.RunAsync(() => true, TurnCompletion.Processed, cancellation).ConfigureAwait(false);
            await _host.UntilSeenAsync(() => IsSettledAsync(requestId, cancellation), cancellation).ConfigureAwait(false);
        }

        return await FindAsync(requestId, cancellation).ConfigureAwait(false);
    }

    private async ValueTask<bool> IsSettledAsync(string requestId, CancellationToken cancellation) =>
        await _reader.HomeAsync(requestId, cancellation).ConfigureAwait(false) is not { State: null };

    private async ValueTask<bool> AreAllPlannedAsync(IReadOnlyList<SendRequest> requests, CancellationToken cancellation)
    {
        foreach (SendRequest request in requests)
        {
            if (!await _reader.IsPlannedAsync(request.RequestId, cancellation).ConfigureAwait(false))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A turn of the owner, so one at a time.</summary>
    private RequestOutcome[] Append(IReadOnlyList<SendRequest> requests, ulong[] contents, ulong[] known)
    {
        long now = _host.NowMilliseconds;
        RequestOutcome[] outcomes = new RequestOutcome[requests.Count];
        _batch.Clear();
        ForgetArrived(now);
        for (int i = 0; i < outcomes.Length; i++)
        {
            outcomes[i] = Judge(requests[i].RequestId, contents[i], known[i], now);

            // What was sent before may not have been committed, so only what the home knows already is left out: the home takes an id once.
            if (known[i] == 0)
            {
                RequestCodec.Write(_writer.Begin(), requests[i] with { ByHttp = true });
                _batch.Add(Encoding.UTF8.GetBytes(requests[i].RequestId), _writer.Bytes, now);
            }
        }

        try
        {
            _host.Append(TopicNames.Requests, _batch, now);
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

    /// <summary>Two processes may race for an id, and what was sent first may have failed: its home has decided.</summary>
    private static RequestOutcome Decided(RequestOutcome judged, HomeRow? home, ulong content) => home switch
    {
        null => judged,
        _ when home.Content != content => RequestOutcome.Conflict,
        _ => judged == RequestOutcome.Conflict ? RequestOutcome.Accepted : judged,
    };

    /// <summary>By what the id's home remembers, or by what this process has sent to it just before.</summary>
    private RequestOutcome Judge(string requestId, ulong content, ulong known, long now)
    {
        RowKey key = RequestDigest.KeyOf(requestId);
        if (known == 0 && !_underWay.TryGetValue(key, out known))
        {
            _underWay.Add(key, content);
            _sent.Enqueue((key, now));
            return RequestOutcome.Accepted;
        }

        return known == content ? RequestOutcome.Duplicate : RequestOutcome.Conflict;
    }

    /// <summary>Homes know after a while what was sent; and whatever is sent twice is taken once by its home.</summary>
    private void ForgetArrived(long now)
    {
        while (_sent.TryPeek(out (RowKey Key, long Since) first) && Math.Abs(now - first.Since) > UnderWayMilliseconds)
        {
            _sent.Dequeue();
            _underWay.Remove(first.Key);
        }
    }

    private bool AppendCancellation(string requestId)
    {
        long now = _host.NowMilliseconds;
        RequestStep step = new() { Kind = RequestStepKind.Cancel, RequestId = requestId, At = new Timestamp(now) };
        _batch.Clear();
        _batch.Add(Encoding.UTF8.GetBytes(requestId), _steps.Bytes(step), now);
        _host.Append(TopicNames.PersonRequests, _batch, now);
        return true;
    }
}
