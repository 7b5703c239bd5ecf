using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Kafka.Owners;

/// <summary>Keys of the owners topic: <c>task/person/3</c>, <c>instance/one</c>, <c>deployment</c>. Pure.</summary>
internal static class OwnerKeys
{
    public const string Deployment = "deployment";

    private const string TaskPrefix = "task/";
    private const string InstancePrefix = "instance/";

    /// <summary>Name of the topic in a cluster.</summary>
    public static string TopicOf(string prefix) => prefix + "owners";

    public static byte[] OfTask(TaskId task) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{TaskPrefix}{task.Topology}/{task.Partition}"));

    public static byte[] OfInstance(string name) => Encoding.UTF8.GetBytes(InstancePrefix + name);

    public static byte[] OfDeployment() => Encoding.UTF8.GetBytes(Deployment);

    public static bool TryReadTask(string key, out TaskId task)
    {
        int slash = key.LastIndexOf('/');
        task = default;
        if (!key.StartsWith(TaskPrefix, StringComparison.Ordinal)
            || slash < TaskPrefix.Length
            || !int.TryParse(key.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int partition))
        {
            return false;
        }

        task = new TaskId(key[TaskPrefix.Length..slash], partition);
        return true;
    }

    public static bool TryReadInstance(string key, [NotNullWhen(true)] out string? name)
    {
        name = key.StartsWith(InstancePrefix, StringComparison.Ordinal) ? key[InstancePrefix.Length..] : null;
        return name is not null;
    }
}
