using System.Text.Json;
using SendFlowr.Pipeline.Records;
using SendFlowr.Server.Problems;

namespace SendFlowr.Server.Timing;

/// <summary>The answer to one line: a decision, or why there is none. Immutable.</summary>
/// <param name="Number">The line, from 1.</param>
/// <param name="Record">The decision; null when the line is refused.</param>
/// <param name="Problem">Why it is refused; null when it is not.</param>
internal sealed record LineAnswer(int Number, DecisionRecord? Record, Problem? Problem)
{
    public void Write(Utf8JsonWriter writer)
    {
        if (Record is not null)
        {
            DecisionJson.Write(writer, Record);
            return;
        }

        writer.WriteStartObject();
        writer.WriteNumber("line", Number);
        writer.WritePropertyName("problem");
        Problem!.Write(writer);
        writer.WriteEndObject();
    }
}
