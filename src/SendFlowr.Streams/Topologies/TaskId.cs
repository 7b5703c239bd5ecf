namespace SendFlowr.Streams.Topologies;

/// <summary>One partition of a topology. Printed as <c>person-3</c>.</summary>
public readonly record struct TaskId(string Topology, int Partition)
{
    public override string ToString() => $"{Topology}-{Partition}";
}
