namespace SendFlowr.Simulation.Driver;

/// <summary>
/// One record of the input script. With a topology it is handed to that topology's feed source <paramref name="Name"/>; without, it is
/// appended to the topic <paramref name="Name"/>. Records of one partition are sent in the order of the script.
/// </summary>
public sealed record ScriptRecord(string? Topology, string Name, int Partition, byte[] Key, byte[] Value, long Timestamp);
