using System.Security.Cryptography;
using SendFlowr.Model.Identity;

namespace SendFlowr.Pipeline.Hosting;

/// <summary>The secret under which identifiers are hashed to node ids.</summary>
public static class IdentityKey
{
    private const string FileName = "identity.key";

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
            Create(folder, path);
        }

        return Parse(File.ReadAllText(path), path);
    }

    private static void Create(string folder, string path)
    {
        Directory.CreateDirectory(folder);
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
            writer.Write(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(NodeIdHasher.KeyBytes)));
            writer.Flush();
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path);
    }
}
