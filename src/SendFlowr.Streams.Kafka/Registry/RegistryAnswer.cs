using System.Net;
using System.Text.Json;

namespace SendFlowr.Streams.Kafka.Registry;

/// <summary>One answer of a registry: its status, and its JSON. Immutable.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The answer's JSON object.</param>
/// <param name="ErrorCode">The registry's own code of an error, for example 40403; 0 without one.</param>
/// <param name="Message">The registry's words about an error, cut where nobody reads on; "" without any.</param>
/// <param name="Date">Its clock when it answered, to the second; null when it does not say.</param>
internal sealed record RegistryAnswer(HttpStatusCode Status, JsonElement Body, int ErrorCode, string Message, DateTimeOffset? Date)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;
}
