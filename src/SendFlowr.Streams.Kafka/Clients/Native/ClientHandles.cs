using System.Reflection;
using System.Runtime.InteropServices;
using Client = Confluent.Kafka;

namespace SendFlowr.Streams.Kafka.Clients.Native;

/// <summary>The pointer behind a client of Confluent.Kafka, which it keeps to itself.</summary>
internal static class ClientHandles
{
    private static readonly PropertyInfo? Property =
        typeof(Client.Handle).GetProperty("LibrdkafkaHandle", BindingFlags.Instance | BindingFlags.NonPublic);

    /// <summary>Valid until the client is disposed.</summary>
    public static nint Of(Client.Handle handle) => Property?.GetValue(handle) is SafeHandle { IsInvalid: false } inner
        ? inner.DangerousGetHandle()
        : throw new NotSupportedException($"Confluent.Kafka {KafkaLibrary.ClientVersion} does not show its handle the way this program knows.");
}
