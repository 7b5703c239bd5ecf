using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using SendFlowr.Cli.Frame;

namespace SendFlowr.Cli.Instances;

/// <summary>Talks to the running process that owns a data directory. One verb; not thread-safe.</summary>
internal sealed class InstanceClient : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(15);

    private readonly Instance _instance;
    private readonly HttpClient _http;

    /// <param name="instance">Whom to talk to.</param>
    public InstanceClient(Instance instance)
    {
        _instance = instance;
        SocketsHttpHandler handler = new() { UseProxy = false, AllowAutoRedirect = false, ConnectTimeout = ConnectTimeout };
        _http = new HttpClient(handler) { BaseAddress = new Uri(instance.Url), Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Lets the other side prove that it knows the token, before anything is said to it: another program may have taken the port.</summary>
    /// <exception cref="VerbException">It does not answer, or it is somebody else.</exception>
    public async Task RequireProofAsync(CancellationToken cancellation)
    {
        string nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(InstanceEndpoints.NonceDigits / 2));
        using CancellationTokenSource limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(AnswerTimeout);
        string? proof = null;
        try
        {
            using HttpResponseMessage answer = await _http.GetAsync(new Uri($"/instance?nonce={nonce}", UriKind.Relative), limited.Token);
            if (answer.IsSuccessStatusCode)
            {
                using JsonDocument document = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(limited.Token));
                proof = document.RootElement.GetProperty("proof").GetString();
            }
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested && exception is HttpRequestException or OperationCanceledException)
        {
            throw Unreachable(exception);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            proof = null;
        }

        if (proof is null || !Instance.AreEqual(proof, Instance.Prove(_instance.Token, nonce)))
        {
            throw VerbException.Unreachable(
                $"what answers at {_instance.Url} is not the sendflowr that owns the data directory; it was told nothing. Name the right address with --url.");
        }
    }

    /// <summary>Has the verb run and hands its output on; returns its exit code.</summary>
    /// <param name="request">The verb.</param>
    /// <param name="console">Where its output goes.</param>
    /// <param name="cancellation">Asks the verb to end; its last words are still handed on.</param>
    public async Task<int> RunAsync(VerbRequest request, VerbConsole console, CancellationToken cancellation)
    {
        using HttpRequestMessage message = new(HttpMethod.Post, "/instance/verbs") { Content = new ByteArrayContent(request.ToBytes()) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        message.Headers.Add(InstanceEndpoints.TokenHeader, _instance.Token);
        try
        {
            using HttpResponseMessage answer = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                string text = await answer.Content.ReadAsStringAsync(cancellation);
                throw VerbException.Failed($"the running sendflowr (process {_instance.ProcessId}) does not run it: {text}");
            }

            await using Stream frames = await answer.Content.ReadAsStreamAsync(cancellation);
            Task cancelled = Task.CompletedTask;
            await using CancellationTokenRegistration registration = cancellation.Register(() => cancelled = CancelAsync(request.Run, answer));
            int exitCode = await CopyAsync(frames, console);
            await cancelled;
            return exitCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or HttpIOException or EndOfStreamException or SocketException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw VerbException.Failed(
                $"the running sendflowr (process {_instance.ProcessId}) ended before the verb did. Run it again.", exception);
        }
    }

    public void Dispose() => _http.Dispose();

    private static async Task<int> CopyAsync(Stream frames, VerbConsole console)
    {
        byte[] header = new byte[VerbFrame.HeaderBytes];
        byte[] buffer = new byte[VerbFrame.MaxBytes];
        await using Stream output = console.OpenOutput();
        await using Stream error = console.OpenError();
        while (true)
        {
            await frames.ReadExactlyAsync(header, CancellationToken.None);
            (VerbFrameKind kind, int length) = VerbFrame.ReadHeader(header);
            await frames.ReadExactlyAsync(buffer.AsMemory(0, length), CancellationToken.None);
            if (kind == VerbFrameKind.Exit)
            {
                return BinaryPrimitives.ReadInt32BigEndian(buffer);
            }

            Stream target = kind == VerbFrameKind.Output ? output : error;
            target.Write(buffer, 0, length);
            target.Flush();
        }
    }

    /// <summary>Asks the verb to end. Where that cannot be said, the connection is cut, which says it too.</summary>
    private async Task CancelAsync(string run, HttpResponseMessage answer)
    {
        try
        {
            using HttpRequestMessage message = new(HttpMethod.Post, $"/instance/verbs/{run}/cancel");
            message.Headers.Add(InstanceEndpoints.TokenHeader, _instance.Token);
            using CancellationTokenSource limit = new(AnswerTimeout);
            using HttpResponseMessage done = await _http.SendAsync(message, limit.Token);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            answer.Dispose();
        }
    }

    private VerbException Unreachable(Exception exception) => VerbException.Unreachable(
        $"the sendflowr that owns the data directory (process {_instance.ProcessId}) does not answer at {_instance.Url}: {exception.Message} "
        + "It may be starting or stopping: try again; or name its address with --url.",
        exception);
}
