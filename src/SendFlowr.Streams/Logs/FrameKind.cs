namespace SendFlowr.Streams.Logs;

/// <summary>What a frame of the log holds.</summary>
internal enum FrameKind : byte
{
    /// <summary>The first frame of a segment: what the numbers in the following frames mean.</summary>
    SegmentHeader = 1,

    /// <summary>One transaction.</summary>
    Transaction = 2,

    /// <summary>Nothing but a later synced position, written when the engine stops.</summary>
    Close = 3,
}
