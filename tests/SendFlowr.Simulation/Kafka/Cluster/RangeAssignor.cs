using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Simulation.Kafka.Cluster;

/// <summary>Kafka's range assignor: for each topic on its own, the partitions in a row to the members in the order of their names.</summary>
internal static class RangeAssignor
{
    /// <summary>The partitions of each member, by its id.</summary>
    /// <param name="members">Id, name by which members are ordered (the instance id, or else the member id), and topics of each.</param>
    /// <param name="partitionCount">Number of partitions of a topic.</param>
    public static Dictionary<string, List<TopicPartition>> Assign(
        IEnumerable<(string Id, string Name, IReadOnlyCollection<string> Topics)> members, Func<string, int> partitionCount)
    {
        (string Id, string Name, IReadOnlyCollection<string> Topics)[] ordered = [.. members.OrderBy(member => member.Name, StringComparer.Ordinal)];
        var assignment = ordered.ToDictionary(member => member.Id, _ => new List<TopicPartition>());
        foreach (string topic in ordered.SelectMany(member => member.Topics).Distinct().Order(StringComparer.Ordinal))
        {
            string[] readers = [.. ordered.Where(member => member.Topics.Contains(topic)).Select(member => member.Id)];
            int count = partitionCount(topic);
            int each = count / readers.Length;
            int more = count % readers.Length;
            int partition = 0;
            for (int index = 0; index < readers.Length; index++)
            {
                int share = each + (index < more ? 1 : 0);
                for (int taken = 0; taken < share; taken++)
                {
                    assignment[readers[index]].Add(new TopicPartition(topic, partition++));
                }
            }
        }

        return assignment;
    }
}
