using System.Text.Json;

namespace SendFlowr.Model.Curves;

/// <summary>The weights of a tenant that has learned nothing yet, from the embedded <c>Data/curve.v1.json</c>.</summary>
/// <remarks>
/// Fitted on activity streams of several kinds. Nine size buckets by four weekday profiles and twelve times of day, each row brought to
/// sum 1. A broken file is a programmer's error and throws. Immutable, thread-safe.
/// </remarks>
internal sealed class FactoryWeights
{
    private const string ResourceName = "SendFlowr.Model.Data.curve.v1.json";

    private static readonly Lazy<FactoryWeights> LazyDefault = new(Load);

    private FactoryWeights(double[] weekday, double[] timeOfDay)
    {
        Weekday = weekday;
        TimeOfDay = timeOfDay;
    }

    public static FactoryWeights Default => LazyDefault.Value;

    /// <summary>Nine rows of four.</summary>
    public double[] Weekday { get; }

    /// <summary>Nine rows of twelve.</summary>
    public double[] TimeOfDay { get; }

    private static FactoryWeights Load()
    {
        using Stream stream = typeof(FactoryWeights).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"The assembly lacks its resource '{ResourceName}'.");
        using JsonDocument document = JsonDocument.Parse(stream);
        JsonElement root = document.RootElement;
        Require(root.GetProperty("bucketsFrom").EnumerateArray().Select(e => e.GetDouble()).SequenceEqual(SizeBucket.LowerBounds.ToArray()), "bucketsFrom");
        Require(root.GetProperty("weekday").EnumerateArray().Select(e => e.GetString()).SequenceEqual(CurveParts.WeekdayNames), "weekday");
        Require(root.GetProperty("timeOfDay").EnumerateArray().Select(e => e.GetString()).SequenceEqual(CurveParts.TimeOfDayNames), "timeOfDay");
        return new FactoryWeights(
            Rows(root, "weekdayWeights", CurveParts.WeekdayCount), Rows(root, "timeOfDayWeights", CurveParts.TimeOfDayCount));
    }

    private static double[] Rows(JsonElement root, string name, int width)
    {
        List<double> all = [];
        foreach (JsonElement row in root.GetProperty(name).EnumerateArray())
        {
            double[] weights = [.. row.EnumerateArray().Select(e => e.GetDouble())];
            double sum = 0;
            foreach (double weight in weights)
            {
                Require(weight > 0, name);
                sum += weight;
            }

            Require(weights.Length == width, name);
            all.AddRange(weights.Select(weight => weight / sum));
        }

        Require(all.Count == width * SizeBucket.Count, name);
        return [.. all];
    }

    private static void Require(bool condition, string field)
    {
        if (!condition)
        {
            throw new InvalidOperationException($"{ResourceName}: '{field}' is not what this program knows.");
        }
    }
}
