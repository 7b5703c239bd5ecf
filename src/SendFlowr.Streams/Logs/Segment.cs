using System.Globalization;

namespace SendFlowr.Streams.Logs;

/// <summary>One file of the log.</summary>
internal sealed class Segment(string directory, long start)
{
    private const string Extension = ".log";

    /// <summary>Position of its first byte in the log.</summary>
    public long Start => start;

    public string Path { get; } = System.IO.Path.Combine(directory, FileName(start));

    /// <summary>Offset each partition goes on with here, by the catalog's numbers.</summary>
    public required TopicOffsets FirstOffsets { get; init; }

    /// <summary>Length of its first frame.</summary>
    public required int HeaderBytes { get; init; }

    /// <summary>What it holds, as far as deleting it is concerned.</summary>
    public SegmentUse Use { get; set; } = new();

    public static string FileName(long start) => start.ToString("x16", CultureInfo.InvariantCulture) + Extension;

    /// <summary>The position a file name stands for; false for a file that is no segment.</summary>
    public static bool TryParseName(string name, out long start)
    {
        start = 0;
        return name.Length == 16 + Extension.Length
            && name.EndsWith(Extension, StringComparison.Ordinal)
            && long.TryParse(name.AsSpan(0, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out start)
            && start >= 0
            && FileName(start) == name;
    }
}
