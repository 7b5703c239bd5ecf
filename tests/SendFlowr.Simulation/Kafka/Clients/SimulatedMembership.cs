using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Simulation.Kafka.Clients;

/// <summary>Who a consumer said it was when it was asked.</summary>
internal sealed record SimulatedMembership(string Group, string MemberId, string? Instance, int Generation) : IGroupMetadata
{
    public bool IsMember => MemberId.Length > 0;
}
