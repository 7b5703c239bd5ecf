using System.Net;
using System.Net.Http.Headers;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Streams.Kafka.Owners;

namespace SendFlowr.Cli.Kafka.Peers;

/// <summary>Rows of tasks that are on other instances: of the owner, else of a standby. Any thread.</summary>
internal sealed class RemoteRows : IDisposable
{
    private const int MostBytes = 64 << 20;

    /// <summary>An owner that was killed refuses at once; one whose machine has gone does not answer at all.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly OwnerMap _owners;
    private readonly string _instance;
    private readonly HttpClient _client;

    /// <param name="owners">Who has what.</param>
    /// <param name="instance">Name of this instance, which is not asked.</param>
    /// <param name="token">Proves that this instance is one of the deployment.</param>
    public RemoteRows(OwnerMap owners, string instance, PeerToken token)
    {
        _owners = owners;
        _instance = instance;
        _client = new HttpClient(new SocketsHttpHandler { ConnectTimeout = Patience, PooledConnectionLifetime = TimeSpan.FromMinutes(5), UseProxy = false })
        {
            Timeout = Patience,
            MaxResponseContentBufferSize = MostBytes,
        };
        _client.DefaultRequestHeaders.Authorization = AuthenticationHeaderValue.Parse(token.Header);
    }

    /// <summary>Rows of the task's owner; null when it cannot be reached or is none any more.</summary>
    public async Task<(RowStanding Standing, byte[]?[] Rows)?> OfOwnerAsync(RowQuery query, CancellationToken cancellation) =>
        _owners.OwnerOf(query.Task) is { Url: { } url } owner && owner.Instance != _instance ? await AskAsync(url, query, cancellation) : null;

    /// <summary>Rows of another instance that follows the task; null when none can be reached.</summary>
    public async Task<(RowStanding Standing, byte[]?[] Rows)?> OfStandbyAsync(RowQuery query, CancellationToken cancellation)
    {
        foreach (InstanceAddress standby in _owners.StandbysOf(query.Task))
        {
            if (standby.Name != _instance && standby.Url is { } url && await AskAsync(url, query, cancellation) is { } answer)
            {
                return answer;
            }
        }

        return null;
    }

    public void Dispose() => _client.Dispose();

    private async Task<(RowStanding Standing, byte[]?[] Rows)?> AskAsync(Uri url, RowQuery query, CancellationToken cancellation)
    {
        try
        {
            using HttpResponseMessage answer = await _client.GetAsync(new Uri(url, query.ToPath()), cancellation);
            return answer.StatusCode == HttpStatusCode.OK
                ? RowsCodec.Read(await answer.Content.ReadAsByteArrayAsync(cancellation), query.Rows.Count)
                : null;
        }
        catch (Exception exception) when (exception is HttpRequestException or InvalidDataException
            || (exception is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            // It is away, or another version: whoever asked tries the next one.
            return null;
        }
    }
}
