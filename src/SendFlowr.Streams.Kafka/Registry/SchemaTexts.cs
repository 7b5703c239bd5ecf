using System.Globalization;
using System.Text.Json;

namespace SendFlowr.Streams.Kafka.Registry;

/// <summary>Makes one text of the schema in an answer and all schemas that it refers to. Thread-safe.</summary>
internal sealed class SchemaTexts(RegistryTransport transport)
{
    private const string Avro = "AVRO";
    private const int MaxReferences = 100;

    /// <exception cref="RegistryException">The schema is no Avro, or what it refers to cannot be had.</exception>
    public async Task<string> ReadAsync(RegistryAnswer answer, string what, CancellationToken cancellation)
    {
        Dictionary<string, string> definitions = [];
        string text = await CollectAsync(answer, what, definitions, cancellation).ConfigureAwait(false);
        if (definitions.Count == 0)
        {
            return text;
        }

        try
        {
            return new SchemaInliner(definitions).Inline(text);
        }
        catch (JsonException exception)
        {
            throw new RegistryException(RegistryFault.Unsupported, $"Asked for {what}, {transport.Name} has one that is no JSON. Register it anew.", exception);
        }
    }

    private async Task<string> CollectAsync(RegistryAnswer answer, string what, Dictionary<string, string> definitions, CancellationToken cancellation)
    {
        if (answer.Body.TryGetProperty("schemaType", out JsonElement type) && type.ValueKind == JsonValueKind.String && type.GetString() != Avro)
        {
            throw new RegistryException(
                RegistryFault.Unsupported, $"Asked for {what}, {transport.Name} has one of type {type.GetString()}. Only AVRO is read: write the topic in Avro or plain JSON.");
        }

        string text = transport.Text(answer, "schema", what);
        if (answer.Body.TryGetProperty("references", out JsonElement references) && references.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement reference in references.EnumerateArray())
            {
                await CollectAsync(reference, what, definitions, cancellation).ConfigureAwait(false);
            }
        }

        return text;
    }

    private async Task CollectAsync(JsonElement reference, string what, Dictionary<string, string> definitions, CancellationToken cancellation)
    {
        if (Field(reference, "name", JsonValueKind.String)?.GetString() is not { } name
            || Field(reference, "subject", JsonValueKind.String)?.GetString() is not { } subject
            || Field(reference, "version", JsonValueKind.Number) is not { } version || !version.TryGetInt32(out int number))
        {
            throw transport.NotARegistry(what, "answered with a reference without name, subject and version");
        }

        if (definitions.ContainsKey(name))
        {
            return;
        }

        if (definitions.Count >= MaxReferences)
        {
            throw new RegistryException(
                RegistryFault.Unsupported, $"Asked for {what}, {transport.Name} has one that refers to more than {MaxReferences} others. Register it as one text.");
        }

        // Before its own references are read: they could lead back to it.
        definitions[name] = "";
        string referred = string.Create(CultureInfo.InvariantCulture, $"'{name}' (version {number} of '{subject}'), which {what} refers to");
        string path = string.Create(CultureInfo.InvariantCulture, $"subjects/{Uri.EscapeDataString(subject)}/versions/{number}");
        RegistryAnswer answer = await transport.AskAsync(path, null, referred, cancellation).ConfigureAwait(false);
        if (!answer.IsSuccess)
        {
            throw transport.Refused(referred, answer);
        }

        definitions[name] = await CollectAsync(answer, referred, definitions, cancellation).ConfigureAwait(false);
    }

    private static JsonElement? Field(JsonElement reference, string name, JsonValueKind kind) =>
        reference.ValueKind == JsonValueKind.Object && reference.TryGetProperty(name, out JsonElement value) && value.ValueKind == kind ? value : null;
}
