using System.Globalization;
using System.IO.Compression;
using SendFlowr.Model.Backtest;

namespace SendFlowr.Model.Tests.Backtest;

/// <summary>Reads the real activity streams, which are never part of the repository.</summary>
internal static class SharedData
{
    public static string? Folder { get; } = Find();

    public static BacktestRows Read(string name, bool localClock = false)
    {
        BacktestRows rows = new(localClock);
        using FileStream file = File.OpenRead(Path.Combine(Folder!, name + ".csv.gz"));
        using StreamReader reader = new(new GZipStream(file, CompressionMode.Decompress));
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            string[] fields = line.Split(',');
            int offset = fields.Length > 2 ? int.Parse(fields[2], CultureInfo.InvariantCulture) : 0;
            rows.Add(fields[0], long.Parse(fields[1], CultureInfo.InvariantCulture), offset);
        }

        return rows;
    }

    private static string? Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SendFlowr.sln")))
        {
            folder = folder.Parent;
        }

        string? data = folder?.Parent is null ? null : Path.Combine(folder.Parent.FullName, "shared", "data");
        return Directory.Exists(data) ? data : null;
    }
}
