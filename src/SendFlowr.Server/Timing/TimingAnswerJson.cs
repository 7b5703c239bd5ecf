using System.Text.Json;
using SendFlowr.Pipeline.Decisions;
using SendFlowr.Pipeline.Records;

namespace SendFlowr.Server.Timing;

/// <summary>Writes an answer: the decision's record, and where it was made from the rows of a standby, how far behind that was.</summary>
internal static class TimingAnswerJson
{
    public static void Write(Utf8JsonWriter writer, TimingAnswer answer)
    {
        writer.WriteStartObject();
        DecisionJson.WriteFields(writer, answer.Record);
        if (answer.Standing.IsStandby)
        {
            writer.WriteString("answered_by"u8, "standby"u8);
            writer.WriteNumber("behind_milliseconds"u8, answer.Standing.BehindMilliseconds);
        }

        writer.WriteEndObject();
    }
}
