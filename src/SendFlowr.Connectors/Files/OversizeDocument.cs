using SendFlowr.Connectors.Mapping;

namespace SendFlowr.Connectors.Files;

/// <summary>What is known of a document over the limit, of which only the beginning was kept.</summary>
/// <param name="Reason"><see cref="RejectionReason.LineTooLong"/> for lines, <see cref="RejectionReason.TooLarge"/> for JSON documents.</param>
/// <param name="TotalBytes">Its full length.</param>
/// <param name="Sha256">SHA-256 of all of it, 32 bytes.</param>
public sealed record OversizeDocument(RejectionReason Reason, long TotalBytes, byte[] Sha256);
