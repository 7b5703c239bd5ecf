using System.Text.Json;

namespace SendFlowr.Server.Problems;

/// <summary>Why a request is refused, as RFC 9457 has it. Immutable.</summary>
/// <param name="Type">The kind.</param>
/// <param name="Detail">What is wrong, with which value, and what to do. Never contains the value of an identifier.</param>
/// <param name="Field">The field or parameter to blame, for example <c>identifiers[2].type</c>; null when there is none.</param>
public sealed record Problem(ProblemType Type, string Detail, string? Field = null)
{
    /// <summary>Writes more members of the document after the common ones; null: none.</summary>
    public Action<Utf8JsonWriter>? WriteMore { get; init; }

    /// <summary>Writes the document.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteString("type", Type.Urn);
        writer.WriteString("title", Type.Title);
        writer.WriteNumber("status", Type.Status);
        writer.WriteString("detail", Detail);
        if (Field is not null)
        {
            writer.WriteString("field", Field);
        }

        WriteMore?.Invoke(writer);
        writer.WriteEndObject();
    }
}
