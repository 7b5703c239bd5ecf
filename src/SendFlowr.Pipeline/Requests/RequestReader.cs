using System.Text;
using SendFlowr.Model.Identity;
using SendFlowr.Model.Requests;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Person;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Pipeline.Requests;

/// <summary>Looks requests up in the committed tables. Any thread.</summary>
internal sealed class RequestReader
{
    private readonly PipelineHost _host;

    public RequestReader(PipelineHost host) => _host = host;

    /// <summary>What the home of an id remembers; null when the id is unknown.</summary>
    public HomeRow? Home(string requestId)
    {
        int tasks = _host.Engine.PartitionCount(PersonTopology.Name);
        int home = Partitioner.PartitionFor(Encoding.UTF8.GetBytes(requestId), tasks);
        return Row(home, RequestTables.Home, RequestDigest.KeyOf(requestId)) is { } row ? HomeRow.Read(row) : null;
    }

    /// <summary>Where a request stands; null when its id is unknown.</summary>
    public RequestStatus? Find(string requestId)
    {
        if (Home(requestId) is not { } home)
        {
            return null;
        }

        if (home.State is null && FindOpen(requestId, home) is { } open)
        {
            return open;
        }

        // It is settled, or was while this looked for it among the open ones.
        home = Home(requestId) ?? home;
        return Status(requestId, home);
    }

    private RequestStatus? FindOpen(string requestId, HomeRow home)
    {
        RowKey key = RequestDigest.KeyOf(requestId);
        Span<byte> node = stackalloc byte[RowKey.SizeBytes];
        home.Person.Write(node);
        int task = Partitioner.PartitionFor(node, _host.Engine.PartitionCount(PersonTopology.Name));
        if (Row(task, RequestTables.Pending, key) is not { } bytes)
        {
            return null;
        }

        PendingRow row = PendingRow.Read(bytes, out ReadOnlySpan<byte> body);
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

    private byte[]? Row(int task, string table, RowKey key)
    {
        byte[] buffer = new byte[512];
        return _host.Engine.Get(PersonTopology.Name, task, table, key, ref buffer, out int length) ? buffer[..length] : null;
    }
}
