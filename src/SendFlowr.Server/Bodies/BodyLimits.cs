namespace SendFlowr.Server.Bodies;

/// <summary>How much of a body is read.</summary>
public static class BodyLimits
{
    /// <summary>One JSON value, in bytes, inclusive. Also the limit of one line.</summary>
    public const int JsonBytes = 1 << 20;

    /// <summary>Lines of JSON, in bytes of all together, inclusive.</summary>
    public const int LinesBytes = 16 << 20;

    /// <summary>What is read and thrown away past the limit, so that the sender gets the answer; beyond it the connection is cut.</summary>
    public const int DrainBytes = 10 << 20;
}
