using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using SendFlowr.Cli.Configuration;
using SendFlowr.Cli.Instances;
using SendFlowr.Pipeline.Hosting;

namespace SendFlowr.Cli.Verbs.Doctor;

/// <summary>What can be checked without any server: versions, the data directory, the identity key. Changes nothing.</summary>
internal static class MachineChecks
{
    /// <summary>Below this much free space a data directory is not well: segments of the log are 64 MiB, and a snapshot may need as much again as there is.</summary>
    public const long LeastFreeBytes = 1L << 30;

    private const string KeyFix = "set identity.key, 64 hexadecimal digits (openssl rand -hex 32 makes some), or file:PATH of a file that holds them";

    public static DoctorCheck Versions()
    {
        string version = Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        return DoctorCheck.Good("versions", $"sendflowr {version}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}");
    }

    /// <param name="directory">The data directory; need not exist.</param>
    /// <param name="leastFreeBytes">Free space below which it is not well.</param>
    public static DoctorCheck DataDirectory(string directory, long leastFreeBytes = LeastFreeBytes)
    {
        const string name = "data directory";
        string existing = directory;
        while (!Path.Exists(existing) && Path.GetDirectoryName(existing) is { } above)
        {
            existing = above;
        }

        if (File.Exists(existing))
        {
            return DoctorCheck.Wrong(name, $"{existing} is a file", "name a directory with --data");
        }

        string where = existing == directory ? directory : $"{directory} (not there yet)";
        try
        {
            // Gone when it is closed.
            using FileStream probe = new(Path.Combine(existing, $".sendflowr-doctor-{Environment.ProcessId}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return DoctorCheck.Wrong(name, $"{where} cannot be written to: {exception.Message}", "give this user the right to write there, or name another directory with --data");
        }

        long free = new DriveInfo(existing).AvailableFreeSpace;
        string detail = string.Create(CultureInfo.InvariantCulture, $"{where}, {free >> 20:#,0} MiB free{Holder(directory)}");
        return free >= leastFreeBytes
            ? DoctorCheck.Good(name, detail)
            : DoctorCheck.Wrong(name, detail, string.Create(CultureInfo.InvariantCulture, $"free {leastFreeBytes >> 20:#,0} MiB, or name a directory on another disk with --data"));
    }

    public static DoctorCheck IdentityKeyOf(Settings settings, string directory)
    {
        const string name = "identity key";
        string keys = Path.Combine(directory, "keys");
        bool hasBegun = File.Exists(Path.Combine(keys, "identity.fingerprint"));
        bool hasOwn = File.Exists(Path.Combine(keys, "identity.key")) || Directory.Exists(Path.Combine(directory, "log"));
        try
        {
            if (settings.IdentityKey is null && !hasOwn)
            {
                return DoctorCheck.Good(name, "none yet: the first start makes one in the data directory");
            }

            byte[] key = settings.IdentityKey ?? IdentityKey.OfDirectory(directory);
            if (hasBegun)
            {
                IdentityKey.Require(directory, key);
            }

            return DoctorCheck.Good(name, (settings.IdentityKey is null ? "of the data directory" : "of the configuration") + (hasBegun ? ", the one this data directory was begun with" : ""));
        }
        catch (FormatException exception)
        {
            return DoctorCheck.Wrong(name, exception.Message, KeyFix);
        }
    }

    private static string Holder(string directory) => Instance.TryRead(directory) is { } instance && Instance.IsOwned(directory)
        ? string.Create(CultureInfo.InvariantCulture, $"; process {instance.ProcessId} works there, at {instance.Url}")
        : "";
}
