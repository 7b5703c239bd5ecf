using System.Text.Json;

namespace SendFlowr.Pipeline.Hosting;

/// <summary>Whether writes are taken and questions answered. Immutable.</summary>
/// <param name="Reason">Why not; null when they are.</param>
/// <param name="WriteMore">Writes what else is known as members of a JSON object; null when nothing is.</param>
public sealed record Readiness(string? Reason, Action<Utf8JsonWriter>? WriteMore)
{
    public static readonly Readiness Good = new(null, null);
}
