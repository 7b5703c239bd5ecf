using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SendFlowr.Streams.Files;

namespace SendFlowr.Cli.Instances;

/// <summary>The running process that owns a data directory, as it says in the file <c>instance.json</c> there. Immutable.</summary>
/// <param name="Url">Where it serves HTTP, without a slash at the end.</param>
/// <param name="Token">64 hex digits, known to whoever can read the file: proves each side to the other.</param>
/// <param name="ProcessId">Its process.</param>
/// <param name="StartedAt">When it was ready.</param>
internal sealed record Instance(string Url, string Token, int ProcessId, DateTimeOffset StartedAt)
{
    public const string FileName = "instance.json";
    public const int TokenDigits = 64;

    private const int MaxFileBytes = 4096;

    /// <summary>Reads the file of a data directory; null when it is missing or cannot be one.</summary>
    public static Instance? TryRead(string directory)
    {
        FileInfo file = new(Path.Combine(directory, FileName));
        if (!file.Exists || file.Length > MaxFileBytes)
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file.FullName));
            JsonElement root = document.RootElement;
            string url = root.GetProperty("url").GetString()!;
            string token = root.GetProperty("token").GetString()!;
            bool isGood = Uri.TryCreate(url, UriKind.Absolute, out Uri? address) && address.Scheme == Uri.UriSchemeHttp && IsHex(token, TokenDigits);
            return isGood ? new Instance(url, token, root.GetProperty("pid").GetInt32(), root.GetProperty("started_at_utc").GetDateTimeOffset()) : null;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException
            or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether some process owns the directory just now.</summary>
    public static bool IsOwned(string directory)
    {
        using IDisposable? held = new PhysicalFileSystem().TryLock(Path.Combine(directory, "lock"));
        return held is null;
    }

    /// <summary>A token that nobody can guess.</summary>
    public static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenDigits / 2));

    /// <summary>What only a holder of the token can answer to a nonce.</summary>
    public static string Prove(string token, string nonce) => Convert.ToHexStringLower(
        HMACSHA256.HashData(Convert.FromHexString(token), Encoding.UTF8.GetBytes("sendflowr instance " + nonce)));

    /// <summary>Compares secrets in a time that does not tell where they differ.</summary>
    public static bool AreEqual(string left, string right) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));

    public static bool IsHex(string? text, int digits) => text?.Length == digits && text.All(char.IsAsciiHexDigit);

    /// <summary>Writes the file, whole or not at all, readable for its owner alone.</summary>
    public void Write(string directory)
    {
        string path = Path.Combine(directory, FileName);
        string temporary = path + ".new";
        File.Delete(temporary);
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (FileStream stream = new(temporary, options))
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("url", Url);
            writer.WriteString("token", Token);
            writer.WriteNumber("pid", ProcessId);
            writer.WriteString("started_at_utc", StartedAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            writer.WriteEndObject();
        }

        File.Move(temporary, path, overwrite: true);
    }

    public static void Remove(string directory) => File.Delete(Path.Combine(directory, FileName));
}
