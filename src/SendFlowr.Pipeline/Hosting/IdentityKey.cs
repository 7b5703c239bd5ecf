using System.Security.Cryptography;
using SendFlowr.Model.Identity;
using SendFlowr.Streams.Files;

namespace SendFlowr.Pipeline.Hosting;

/// <summary>The secret under which identifiers are hashed to node ids.</summary>
public static class IdentityKey
{
    private const string FileName = "identity.key";
    private const string FingerprintName = "identity.fingerprint";

    /// <summary>
    /// The key for figures that must repeat anywhere and protect nobody: backtests, benchmarks, dry runs. The SHA-256 of the text
    /// <c>sendflowr: a fixed key for runs without secrets</c>.
    /// </summary>
    public static byte[] Fixed() => SHA256.HashData("sendflowr: a fixed key for runs without secrets"u8);

    /// <summary>Reads 64 hex digits; white space around them is ignored.</summary>
    /// <exception cref="FormatException">Anything else. The text is not repeated: it is a secret.</exception>
    public static byte[] Parse(string text, string origin)
    {
        string hex = text.Trim();
        if (hex.Length != 2 * NodeIdHasher.KeyBytes || !hex.All(char.IsAsciiHexDigit))
        {
            throw new FormatException(
                $"The identity key from {origin} has {hex.Length} characters; it must be 64 hex digits, for example made with: openssl rand -hex 32.");
        }

        return Convert.FromHexString(hex);
    }

    /// <summary>The key of a data directory, made at its first start in a file that only its owner can read.</summary>
    public static byte[] OfDirectory(string directory)
    {
        string folder = Path.Combine(directory, "keys");
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            RefuseIfInUse(directory, path);
            Create(folder, path);
        }

        return Parse(File.ReadAllText(path), path);
    }

    /// <summary>
    /// Holds a directory to the key it was begun with: under another key every identifier would be a stranger, suppressed ones too.
    /// </summary>
    /// <exception cref="FormatException">The directory was begun with another key.</exception>
    public static void Require(string directory, byte[] key)
    {
        string path = Path.Combine(directory, "keys", FingerprintName);
        string fingerprint = FingerprintOf(key);
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            Write(path, fingerprint);
        }
        else if (File.ReadAllText(path).Trim() != fingerprint)
        {
            throw new FormatException(
                $"{directory} was begun with another identity key, under which its people are known. Give that key (the setting identity.key, or the file "
                + $"keys/{FileName}), or begin a new data directory.");
        }
    }

    /// <summary>What a key may be known by: 16 hex digits, which say nothing about it.</summary>
    public static string FingerprintOf(byte[] key) => Convert.ToHexStringLower(SHA256.HashData([.. "sendflowr identity key fingerprint"u8, .. key]))[..16];

    private static void RefuseIfInUse(string directory, string path)
    {
        string log = Path.Combine(directory, "log");
        if (Directory.Exists(log) && Directory.EnumerateFileSystemEntries(log).Any())
        {
            throw new FormatException(
                $"{path} is missing, and without it nobody in {directory} can be recognised. Put it back from a copy, or configure identity.key.");
        }
    }

    private static void Create(string folder, string path)
    {
        Directory.CreateDirectory(folder);
        Write(path, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(NodeIdHasher.KeyBytes)));
    }

    /// <summary>The log must not survive a loss of power that its key does not.</summary>
    private static void SyncFolders(string path)
    {
        PhysicalFileSystem files = new();
        string folder = Path.GetDirectoryName(path)!;
        files.SyncDirectory(folder);
        files.SyncDirectory(Path.GetDirectoryName(folder)!);
    }

    /// <summary>A file that its owner alone can read, whole or not there at all.</summary>
    private static void Write(string path, string text)
    {
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        string temporary = path + ".new";
        File.Delete(temporary);
        using (FileStream stream = new(temporary, options))
        using (StreamWriter writer = new(stream))
        {
            writer.Write(text);
            writer.Flush();
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path);
        SyncFolders(path);
    }
}
