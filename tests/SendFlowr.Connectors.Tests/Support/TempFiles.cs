using System.IO.Compression;
using System.Text;

namespace SendFlowr.Connectors.Tests.Support;

/// <summary>A folder of its own for one test, removed afterwards.</summary>
internal sealed class TempFiles : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sendflowr-connectors-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public string PathOf(string name) => Path.Combine(folder, name);

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a file; a name that ends in .gz is compressed.</summary>
    public string Write(string name, byte[] bytes) =>
        WriteRaw(name, name.EndsWith(".gz", StringComparison.Ordinal) ? Gzip(bytes) : bytes);

    public string WriteRaw(string name, byte[] bytes)
    {
        string path = PathOf(name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public static byte[] Gzip(byte[] bytes)
    {
        using MemoryStream stream = new();
        using (GZipStream gzip = new(stream, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return stream.ToArray();
    }
}
