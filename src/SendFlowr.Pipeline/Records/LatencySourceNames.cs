using SendFlowr.Model.Latency;

namespace SendFlowr.Pipeline.Records;

/// <summary>The words of records for where a latency estimate comes from.</summary>
internal static class LatencySourceNames
{
    public static string Name(LatencySource source) => source switch
    {
        LatencySource.Measured => "measured",
        LatencySource.Hint => "hint",
        LatencySource.Off => "off",
        _ => "none",
    };

    public static LatencySource Parse(string name) => name switch
    {
        "measured" => LatencySource.Measured,
        "hint" => LatencySource.Hint,
        "off" => LatencySource.Off,
        _ => LatencySource.None,
    };
}
