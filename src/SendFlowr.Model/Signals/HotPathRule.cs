namespace SendFlowr.Model.Signals;

/// <summary>An acceleration signal: an event type that makes engagement soon after it likelier.</summary>
/// <param name="Id">1 … 255; stands for the signal in stored rows and is never reused.</param>
/// <param name="Signal">The event type, also the name shown to people.</param>
/// <param name="Window">It counts while its age at decision time is 0 … window, both inclusive.</param>
/// <param name="CountsAs">The signal it is another spelling of: of all spellings only the newest counts. Its own name otherwise.</param>
public sealed record HotPathRule(byte Id, string Signal, TimeSpan Window, string CountsAs);
