using System.Globalization;
using System.Security.Cryptography;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Kafka.Workers;

/// <summary>
/// The topics that a task's state belongs to, by the ids the cluster gave them: those of its sources in their order and that of its changelog.
/// A topic that is made anew under the same name has another id, and none of the offsets the state speaks of. Immutable.
/// </summary>
internal sealed class TaskIdentity
{
    /// <summary>Of a task without state.</summary>
    public static readonly TaskIdentity None = new([]);

    private const int IdBytes = 16;

    private readonly IReadOnlyList<(string Topic, Guid Id)> _topics;
    private readonly byte[] _bytes;

    /// <param name="topics">Names in the cluster, and ids; an empty id is one that is not known, and fits any.</param>
    public TaskIdentity(IReadOnlyList<(string Topic, Guid Id)> topics)
    {
        _topics = topics;
        _bytes = [.. topics.SelectMany(topic => topic.Id.ToByteArray(bigEndian: true))];
        Name = Convert.ToHexStringLower(SHA256.HashData(_bytes).AsSpan(0, 8));
    }

    /// <summary>Names of the topics of a topology with tables, in the cluster.</summary>
    public static IEnumerable<string> TopicsOf(Topology topology, TopicNaming naming) =>
        topology.Sources.Select(source => naming.NameOf(source.Topic)).Append(naming.ChangelogOf(topology));

    /// <summary>That of a topology's tasks, given the ids of its topics.</summary>
    public static TaskIdentity Of(Topology topology, TopicNaming naming, Func<string, Guid> idOf) =>
        new([.. TopicsOf(topology, naming).Select(topic => (topic, idOf(topic)))]);

    /// <summary>16 bytes for each topic.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Names a folder of what belongs to these topics and no others: 16 hexadecimal digits.</summary>
    public string Name { get; }

    /// <summary>Says which topic is another one than when state was written; null when none is, or it was not noted then.</summary>
    /// <param name="written"><see cref="Bytes"/> of that time; empty when they were not noted.</param>
    public string? FindOther(ReadOnlySpan<byte> written)
    {
        for (int index = 0; index < _topics.Count && (index + 1) * IdBytes <= written.Length; index++)
        {
            Guid then = new(written.Slice(index * IdBytes, IdBytes), bigEndian: true);
            (string topic, Guid now) = _topics[index];
            if (then != now && then != Guid.Empty && now != Guid.Empty)
            {
                return string.Create(CultureInfo.InvariantCulture, $"'{topic}' is another topic (id {now}) than the one the state was made of (id {then})");
            }
        }

        return null;
    }
}
