using System.Runtime.InteropServices;
using Client = Confluent.Kafka;

namespace SendFlowr.Streams.Kafka.Clients;

/// <summary>
/// Loads librdkafka when the first client is made: as its package ships it; else the file that <c>SENDFLOWR_LIBRDKAFKA</c> names; else from the
/// user's cache; else it is built into that cache. Safe for all threads.
/// </summary>
internal static class KafkaLibrary
{
    /// <summary>The least version that is used, as librdkafka writes versions: 2.14.0. Before 2.13.2 it lost positions.</summary>
    private const int LeastVersion = 0x020e0000;

    private static readonly Lock Gate = new();
    private static nint _handle;
    private static bool _isLoaded;

    /// <summary>The version of Confluent.Kafka, by which the cache is named: 2.15.1.</summary>
    public static string ClientVersion { get; } = typeof(Client.Library).Assembly.GetName().Version!.ToString(3);

    /// <summary>The library's handle; loads it at the first call.</summary>
    /// <exception cref="KafkaLibraryException">It is not there and cannot be had.</exception>
    public static nint Load()
    {
        lock (Gate)
        {
            if (!_isLoaded)
            {
                string? file = LibraryPlaces.OfThisProcess().Find();
                LoadFrom(file);
                _isLoaded = true;
            }

            return _handle;
        }
    }

    /// <param name="file">Null for the library of the package, which knows best which of its builds fits the system.</param>
    private static void LoadFrom(string? file)
    {
        string what = file is null ? "librdkafka, as its NuGet package ships it," : $"The library {file}";
        try
        {
            if (file is not null)
            {
                _handle = NativeLibrary.Load(file);
            }

            // Confluent.Kafka asks for one name after the other; whichever it gets is ours as well.
            NativeLibrary.SetDllImportResolver(typeof(Client.Library).Assembly, (name, assembly, path) =>
            {
                if (file is null && name.Contains("librdkafka", StringComparison.Ordinal) && NativeLibrary.TryLoad(name, assembly, path, out nint found))
                {
                    _handle = found;
                }

                return name.Contains("librdkafka", StringComparison.Ordinal) ? _handle : 0;
            });
            Client.Library.Load();
        }
        catch (Exception problem) when (problem is DllNotFoundException or BadImageFormatException or FileLoadException or InvalidOperationException)
        {
            throw new KafkaLibraryException($"{what} cannot be loaded: {problem.Message} {LibraryPlaces.Remedy}", problem);
        }

        if (Client.Library.Version < LeastVersion)
        {
            throw new KafkaLibraryException($"{what} has the version {Client.Library.VersionString}; 2.14 or later is needed. {LibraryPlaces.Remedy}");
        }
    }
}
