using System.Text.Json;

namespace SendFlowr.Cli.Output;

/// <summary>Numbers in JSON that may have no value.</summary>
internal static class JsonNumbers
{
    /// <summary>Writes the number, or null for NaN and the infinities, which JSON cannot say.</summary>
    public static void WriteNumberOrNull(this Utf8JsonWriter writer, string name, double value)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumber(name, value);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
