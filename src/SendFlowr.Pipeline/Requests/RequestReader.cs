using System.Text;
using SendFlowr.Model.Identity;
using SendFlowr.Model.Requests;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Pipeline.Requests;

/// <summary>Looks requests up in the committed tables. Any thread.</summary>
internal sealed class RequestReader
{
    private readonly PipelineHost _host;

    public RequestReader(PipelineHost host) => _host = host;

    /// <summary>What the home of an id remembers; null when the id is unknown.</summary>
    public async ValueTask<HomeRow?> HomeAsync(string requestId, CancellationToken cancellation)
    {
        int home = Partitioner.PartitionFor(Encoding.UTF8.GetBytes(requestId), _host.PersonTasks);
        TaskRow row = await _host.RowAsync(home, RequestTables.Home, RequestDigest.KeyOf(requestId), cancellation).ConfigureAwait(false);
        return row.Bytes is { } bytes ? HomeRow.Read(bytes) : null;
    }

    /// <summary>Where a request stands; null when its id is unknown.</summary>
    public async ValueTask<RequestStatus?> FindAsync(string requestId, CancellationToken cancellation)
    {
        if (await HomeAsync(requestId, cancellation).ConfigureAwait(false) is not { } home)
        {
            return null;
        }

        if (home.State is null && await FindOpenAsync(requestId, home, cancellation).ConfigureAwait(false) is { } open)
        {
            return open;
        }

        // It is settled, or was while this looked for it among the open ones.
        home = await HomeAsync(requestId, cancellation).ConfigureAwait(false) ?? home;
        return Status(requestId, home);
    }

    /// <summary>Whether its person's task has come to it.</summary>
    public async ValueTask<bool> IsPlannedAsync(string requestId, CancellationToken cancellation) =>
        await HomeAsync(requestId, cancellation).ConfigureAwait(false) is { } home
        && (home.State is not null || await FindOpenAsync(requestId, home, cancellation).ConfigureAwait(false) is not null);

    private async ValueTask<RequestStatus?> FindOpenAsync(string requestId, HomeRow home, CancellationToken cancellation)
    {
        RowKey key = RequestDigest.KeyOf(requestId);
        TaskRow row = await _host.RowAsync(TaskOf(home.Person), RequestTables.Pending, key, cancellation).ConfigureAwait(false);
        return row.Bytes is { } bytes ? Status(requestId, home, bytes) : null;
    }

    private int TaskOf(RowKey person)
    {
        Span<byte> node = stackalloc byte[RowKey.SizeBytes];
        person.Write(node);
        return Partitioner.PartitionFor(node, _host.PersonTasks);
    }

    private static RequestStatus Status(string requestId, HomeRow home, byte[] pending)
    {
        PendingRow row = PendingRow.Read(pending, out ReadOnlySpan<byte> body);
        SendRequest request = RequestCodec.Read(body);
        return Status(requestId, home) with
        {
            Revision = row.Revision,
            State = row.State,
            Reason = row.State == RequestState.Planned ? "waits for its trigger as first planned" : "waits for its trigger, planned anew",
            Channel = request.Channel,
            Provider = request.Provider,
            TargetTimestamp = row.Target,
            TriggerTimestamp = row.Trigger,
            LatencyEstimateSeconds = row.LatencyMilliseconds / 1000.0,
        };
    }

    private static RequestStatus Status(string requestId, HomeRow home) => new()
    {
        RequestId = requestId,
        UniversalId = new NodeId(home.Person.High, home.Person.Low).ToString(),
        DecisionId = RequestDigest.DecisionId(home.AcceptedAt, RequestDigest.KeyOf(requestId), home.Content),
        AcceptedAt = home.AcceptedAt,
        Revision = home.Revision,
        State = home.State ?? RequestState.Planned,
        Reason = home.State is null ? "accepted, and between two partitions at this moment" : home.Reason,
        Channel = home.Channel,
        Provider = home.Provider,
        TargetTimestamp = home.Target,
        TriggerTimestamp = home.Trigger,
        LatencyEstimateSeconds = home.LatencyMilliseconds / 1000.0,
        SettledAt = home.State is null ? null : home.SettledAt,
    };
}
