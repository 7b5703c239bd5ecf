using System.Text.Json;
using SendFlowr.Model.Decisions;

namespace SendFlowr.Pipeline.Decisions;

/// <summary>Writes what recomputing a decision showed, the same for the command line and for HTTP. Pure.</summary>
public static class VerificationJson
{
    /// <summary>Writes the members <c>verified</c>, <c>differences</c> and <c>reason</c> into the object that is open.</summary>
    public static void WriteFields(Utf8JsonWriter writer, DecisionVerification verification)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(verification);
        if (verification.Verified is { } verified)
        {
            writer.WriteBoolean("verified", verified);
        }
        else
        {
            writer.WriteString("verified", "not verifiable");
        }

        writer.WriteStartArray("differences");
        foreach (DecisionDifference difference in verification.Differences)
        {
            writer.WriteStartObject();
            writer.WriteString("field", difference.Field);
            writer.WriteString("recorded", difference.Recorded);
            writer.WriteString("recomputed", difference.Recomputed);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("reason", verification.Reason);
    }
}
