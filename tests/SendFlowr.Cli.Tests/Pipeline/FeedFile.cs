using System.Buffers;
using SendFlowr.Pipeline.Bench;

namespace SendFlowr.Cli.Tests.Pipeline;

/// <summary>A large file of events.</summary>
internal static class FeedFile
{
    private const int People = 500;

    public static void Write(string path, int lines)
    {
        SyntheticFeed feed = new(People, seed: 7);
        ArrayBufferWriter<byte> line = new();
        using FileStream stream = File.Create(path);
        for (int i = 0; i < lines; i++)
        {
            line.ResetWrittenCount();
            feed.WriteLine(line, i, lines);
            stream.Write(line.WrittenSpan);
        }
    }
}
