using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SendFlowr.Streams.Kafka.Registry;

/// <summary>A client of a schema registry (Confluent's REST interface) for Avro schemas.</summary>
/// <remarks>
/// Thread-safe. Every method throws <see cref="RegistryException"/> when the registry cannot be reached within the attempts of the
/// options, refuses the credentials, or is no registry.
/// </remarks>
public sealed class RegistryClient : IDisposable
{
    private const string Avro = "AVRO";
    private const int UnknownSubject = 40401;
    private const int UnknownVersion = 40402;
    private const int UnknownSchema = 40403;
    private const int UnknownSubjectConfig = 40408;

    private readonly RegistryTransport _transport;
    private readonly SchemaTexts _texts;
    private readonly SchemaTextCache _cache;

    /// <param name="options">Where it is, and limits.</param>
    /// <param name="time">Measures time-outs and waits between attempts.</param>
    /// <param name="handler">Carries the requests, and is disposed of with the client; null: HTTP over TCP, with TLS as the system trusts.</param>
    public RegistryClient(RegistryOptions options, TimeProvider time, HttpMessageHandler? handler = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxAttempts, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxSchemas, 1);
        _transport = new RegistryTransport(options, time, handler);
        _texts = new SchemaTexts(_transport);
        _cache = new SchemaTextCache(options.MaxSchemas, options.UnknownFor, time);
    }

    /// <summary>The subject of the values of a topic.</summary>
    public static string SubjectOf(string topic) => topic + "-value";

    /// <summary>The text of the schema that messages call by this number, with those that it refers to inside; null when the registry has none.
    /// Remembered.</summary>
    public async Task<string?> FindSchemaAsync(int id, CancellationToken cancellation)
    {
        if (_cache.TryGet(id, out string? known))
        {
            return known;
        }

        string what = string.Create(CultureInfo.InvariantCulture, $"the schema with the id {id}");
        RegistryAnswer answer = await _transport.AskAsync(string.Create(CultureInfo.InvariantCulture, $"schemas/ids/{id}"), null, what, cancellation).ConfigureAwait(false);
        string? text = answer switch
        {
            { IsSuccess: true } => await _texts.ReadAsync(answer, what, cancellation).ConfigureAwait(false),
            { ErrorCode: UnknownSchema } => null,
            _ => throw _transport.Refused(what, answer),
        };
        _cache.Add(id, text);
        return text;
    }

    /// <summary>The newest schema of a subject; null when there is no such subject.</summary>
    public async Task<RegisteredSchema?> FindLatestAsync(string subject, CancellationToken cancellation)
    {
        string what = $"the newest schema of '{subject}'";
        RegistryAnswer answer = await _transport.AskAsync($"subjects/{Escape(subject)}/versions/latest", null, what, cancellation).ConfigureAwait(false);
        return answer switch
        {
            { IsSuccess: true } => new RegisteredSchema(subject, Integer(answer, "version", what), Integer(answer, "id", what), await _texts.ReadAsync(answer, what, cancellation).ConfigureAwait(false)),
            { ErrorCode: UnknownSubject or UnknownVersion } => null,
            _ => throw _transport.Refused(what, answer),
        };
    }

    /// <summary>Whether the registry would take a schema as the next of a subject. A subject that does not exist takes every schema.</summary>
    public async Task<CompatibilityVerdict> CheckAsync(string subject, string schema, CancellationToken cancellation)
    {
        string what = $"the compatibility of a schema with '{subject}'";
        string path = $"compatibility/subjects/{Escape(subject)}/versions/latest?verbose=true";
        RegistryAnswer answer = await _transport.AskAsync(path, Body(schema), what, cancellation).ConfigureAwait(false);
        if (answer.ErrorCode is UnknownSubject or UnknownVersion)
        {
            return new CompatibilityVerdict(true, []);
        }

        if (!answer.IsSuccess)
        {
            throw _transport.Refused(what, answer);
        }

        bool isCompatible = answer.Body.TryGetProperty("is_compatible", out JsonElement verdict) && verdict.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? verdict.GetBoolean()
            : throw _transport.NotARegistry(what, "answered without is_compatible");
        bool hasMessages = answer.Body.TryGetProperty("messages", out JsonElement messages) && messages.ValueKind == JsonValueKind.Array;
        return new CompatibilityVerdict(isCompatible, hasMessages ? [.. messages.EnumerateArray().Select(static message => message.ToString())] : []);
    }

    /// <summary>Makes a schema the newest of a subject, and gives its id. One that the subject has already stays as it is.</summary>
    /// <exception cref="RegistryException">Besides: the schema is not compatible with what the subject has; the registry's reasons are in the text.</exception>
    public async Task<int> RegisterAsync(string subject, string schema, CancellationToken cancellation)
    {
        string what = $"the registration of a schema under '{subject}'";
        RegistryAnswer answer = await _transport.AskAsync($"subjects/{Escape(subject)}/versions", Body(schema), what, cancellation).ConfigureAwait(false);
        if (answer.Status == HttpStatusCode.Conflict)
        {
            throw new RegistryException(
                RegistryFault.Incompatible,
                $"The schema may not follow the newest one of '{subject}': {_transport.Name} says: {answer.Message}. Only add to it, as `schemas check` explains.");
        }

        return answer.IsSuccess ? Integer(answer, "id", what) : throw _transport.Refused(what, answer);
    }

    /// <summary>The rule by which a subject's schemas may follow each other, for example <c>BACKWARD</c>: its own, else the registry's.</summary>
    public async Task<string> CompatibilityLevelAsync(string subject, CancellationToken cancellation)
    {
        string what = $"the compatibility level of '{subject}'";
        RegistryAnswer answer = await _transport.AskAsync($"config/{Escape(subject)}", null, what, cancellation).ConfigureAwait(false);
        if (answer.ErrorCode is UnknownSubject or UnknownSubjectConfig)
        {
            what = "the compatibility level";
            answer = await _transport.AskAsync("config", null, what, cancellation).ConfigureAwait(false);
        }

        return answer.IsSuccess ? _transport.Text(answer, "compatibilityLevel", what) : throw _transport.Refused(what, answer);
    }

    /// <summary>The registry's clock, to the second; null when it does not say.</summary>
    public async Task<DateTimeOffset?> ClockAsync(CancellationToken cancellation)
    {
        const string what = "the compatibility level";
        RegistryAnswer answer = await _transport.AskAsync("config", null, what, cancellation).ConfigureAwait(false);
        return answer.IsSuccess ? answer.Date : throw _transport.Refused(what, answer);
    }

    public void Dispose() => _transport.Dispose();

    private static string Escape(string subject) => Uri.EscapeDataString(subject);

    private static byte[] Body(string schema) => JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["schemaType"] = Avro, ["schema"] = schema });

    private int Integer(RegistryAnswer answer, string field, string what) =>
        answer.Body.TryGetProperty(field, out JsonElement number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out int value)
            ? value
            : throw _transport.NotARegistry(what, $"answered without {field}");
}
