using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace SendFlowr.Streams.Kafka.Registry;

/// <summary>Asks a registry over HTTP: attempts, time-outs, limits, and what went wrong in plain words. Thread-safe.</summary>
internal sealed class RegistryTransport : IDisposable
{
    private const string ContentType = "application/vnd.schemaregistry.v1+json";
    private const int MaxMessageLength = 1000;
    private const int MaxShownLength = 60;

    private readonly RegistryOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _client;
    private readonly Uri _root;

    public RegistryTransport(RegistryOptions options, TimeProvider time, HttpMessageHandler? handler)
    {
        _options = options;
        _time = time;

        // A redirect would carry questions, and perhaps credentials, to somewhere that nobody configured.
        handler ??= new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.Authorization = options.Credentials?.Header;
        _client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue(ContentType));
        _client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        string root = options.Address.AbsoluteUri;
        _root = new Uri(root.EndsWith('/') ? root : root + "/");
    }

    /// <summary>How error texts call the registry.</summary>
    public string Name => $"the schema registry {_options.Address.Scheme}://{_options.Address.Authority}";

    public void Dispose() => _client.Dispose();

    /// <summary>Asks until there is an answer other than "not now".</summary>
    /// <param name="path">Below the registry's address, escaped.</param>
    /// <param name="body">JSON to post; null gets.</param>
    /// <param name="what">What is asked, for error texts: <c>the schema with the id 7</c>.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="RegistryException">Nobody answers, credentials are refused, or it is no registry that answers.</exception>
    public async Task<RegistryAnswer> AskAsync(string path, byte[]? body, string what, CancellationToken cancellation)
    {
        TimeSpan delay = _options.FirstDelay;
        for (int attempt = 1; ; attempt++)
        {
            (RegistryAnswer? answer, Setback? setback) = await AttemptAsync(path, body, what, cancellation).ConfigureAwait(false);
            if (answer is not null)
            {
                return answer;
            }

            if (attempt >= _options.MaxAttempts)
            {
                throw new RegistryException(
                    RegistryFault.Unreachable,
                    string.Create(CultureInfo.InvariantCulture, $"{Capital(Name)} was asked for {what} {attempt} times and {setback!.Problem}. Start it, or correct kafka.registry."),
                    setback.Cause);
            }

            TimeSpan wait = setback!.RetryAfter is { } asked && asked > delay ? asked : delay;
            await Task.Delay(wait < _options.MaxDelay ? wait : _options.MaxDelay, _time, cancellation).ConfigureAwait(false);
            delay += delay < _options.MaxDelay ? delay : TimeSpan.Zero;
        }
    }

    public RegistryException Refused(string what, RegistryAnswer answer) => new(
        RegistryFault.Refused,
        string.Create(CultureInfo.InvariantCulture, $"{Capital(Name)} refuses {what} with status {(int)answer.Status}: {(answer.Message.Length > 0 ? answer.Message : "no reason given")}"));

    public RegistryException NotARegistry(string what, string found) => new(
        RegistryFault.NotARegistry,
        $"Asked for {what}, {Name} {found}. Check that kafka.registry is the address of a schema registry and of nothing in between.");

    public string Text(RegistryAnswer answer, string field, string what) =>
        answer.Body.TryGetProperty(field, out JsonElement text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()!
            : throw NotARegistry(what, $"answered without {field}");

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private async Task<(RegistryAnswer? Answer, Setback? Setback)> AttemptAsync(string path, byte[]? body, string what, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = new(_options.Timeout, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        using HttpRequestMessage request = new(body is null ? HttpMethod.Get : HttpMethod.Post, new Uri(_root, path));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(ContentType);
        }

        try
        {
            using HttpResponseMessage response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.TooManyRequests || (int)response.StatusCode >= 500)
            {
                return (null, new Setback($"answered with status {(int)response.StatusCode}", response.Headers.RetryAfter?.Delta, null));
            }

            ThrowIfUnauthorized(response.StatusCode);
            byte[] content = await ReadAsync(response.Content, what, either.Token).ConfigureAwait(false);
            return (Parse(response, content, what), null);
        }
        catch (OperationCanceledException exception) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return (null, new Setback(string.Create(CultureInfo.InvariantCulture, $"did not answer within {_options.Timeout.TotalSeconds} s"), null, exception));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return (null, new Setback($"could not be reached ({(exception.InnerException ?? exception).Message.TrimEnd('.')})", null, exception));
        }
    }

    private void ThrowIfUnauthorized(HttpStatusCode status)
    {
        if (status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden))
        {
            return;
        }

        string credentials = _options.Credentials is null
            ? "without credentials; set kafka.registry_user and kafka.registry_password, or kafka.registry_token"
            : $"with the {_options.Credentials} credentials of the configuration; correct them, or give them the right to read and register schemas";
        throw new RegistryException(
            RegistryFault.Unauthorized,
            string.Create(CultureInfo.InvariantCulture, $"{Capital(Name)} answered with status {(int)status} to a request {credentials}."));
    }

    private async Task<byte[]> ReadAsync(HttpContent content, string what, CancellationToken cancellation)
    {
        using Stream stream = await content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        using MemoryStream bytes = new();
        byte[] piece = new byte[16 << 10];
        int length;
        while ((length = await stream.ReadAsync(piece, cancellation).ConfigureAwait(false)) > 0)
        {
            if (bytes.Length + length > _options.MaxAnswerBytes)
            {
                throw NotARegistry(what, string.Create(CultureInfo.InvariantCulture, $"answered with more than {_options.MaxAnswerBytes} bytes"));
            }

            bytes.Write(piece, 0, length);
        }

        return bytes.ToArray();
    }

    private RegistryAnswer Parse(HttpResponseMessage response, byte[] content, string what)
    {
        try
        {
            JsonElement json = JsonElement.Parse(content);
            if (json.ValueKind == JsonValueKind.Object && (response.IsSuccessStatusCode || json.TryGetProperty("error_code", out _)))
            {
                return new RegistryAnswer(response.StatusCode, json, ErrorCode(json), Message(json), response.Headers.Date);
            }
        }
        catch (JsonException)
        {
            // Told below, like JSON that no registry would send.
        }

        string start = Encoding.UTF8.GetString(content.AsSpan(0, Math.Min(content.Length, MaxShownLength))).ReplaceLineEndings(" ");
        throw NotARegistry(what, string.Create(
            CultureInfo.InvariantCulture,
            $"answered with status {(int)response.StatusCode} and {(content.Length == 0 ? "nothing more" : $"what no schema registry says, beginning with '{start}'")}"));
    }

    private static int ErrorCode(JsonElement json) =>
        json.TryGetProperty("error_code", out JsonElement code) && code.ValueKind == JsonValueKind.Number && code.TryGetInt32(out int number) ? number : 0;

    private static string Message(JsonElement json)
    {
        string text = json.TryGetProperty("message", out JsonElement message) && message.ValueKind == JsonValueKind.String ? message.GetString()! : "";
        return text.Length <= MaxMessageLength ? text : text[..MaxMessageLength] + "…";
    }

    /// <summary>An attempt after which another one makes sense.</summary>
    private sealed record Setback(string Problem, TimeSpan? RetryAfter, Exception? Cause);
}
