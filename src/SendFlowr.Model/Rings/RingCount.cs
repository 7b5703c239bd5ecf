namespace SendFlowr.Model.Rings;

/// <summary>How many entries of a window a ring holds.</summary>
/// <param name="Count">0 … the ring's capacity.</param>
/// <param name="AtLeast">The ring is full and starts inside the window: there may have been more.</param>
public readonly record struct RingCount(int Count, bool AtLeast);
