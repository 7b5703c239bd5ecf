using System.Text.Json;
using SendFlowr.Pipeline.Decisions;
using SendFlowr.Server.Problems;

namespace SendFlowr.Server.Timing;

/// <summary>The answer to one line: a decision, or why there is none. Immutable.</summary>
/// <param name="Number">The line, from 1.</param>
/// <param name="Answer">The decision; null when the line is refused.</param>
/// <param name="Problem">Why it is refused; null when it is not.</param>
internal sealed record LineAnswer(int Number, TimingAnswer? Answer, Problem? Problem)
{
    public void Write(Utf8JsonWriter writer)
    {
        if (Answer is { } answer)
        {
            TimingAnswerJson.Write(writer, answer);
            return;
        }

        writer.WriteStartObject();
        writer.WriteNumber("line", Number);
        writer.WritePropertyName("problem");
        Problem!.Write(writer);
        writer.WriteEndObject();
    }
}
