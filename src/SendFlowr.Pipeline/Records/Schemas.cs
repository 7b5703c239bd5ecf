namespace SendFlowr.Pipeline.Records;

/// <summary>The schemas of the records this pipeline reads and writes.</summary>
public static class Schemas
{
    public static WireSchema Event { get; } = new("event");

    public static WireSchema DeadLetter { get; } = new("deadletter");

    public static WireSchema Decision { get; } = new("decision");

    public static WireSchema Features { get; } = new("features");

    public static WireSchema Lane { get; } = new("lane");

    public static WireSchema Priors { get; } = new("priors");

    public static WireSchema Request { get; } = new("request");

    public static WireSchema RequestStep { get; } = new("requeststep");

    public static WireSchema Trigger { get; } = new("trigger");

    public static WireSchema Sums { get; } = new("sums");
}
