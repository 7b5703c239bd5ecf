namespace SendFlowr.Connectors.Mapping;

/// <summary>One event that could not be mapped.</summary>
/// <param name="Index">Position of the event within its document, 0 first; −1 when the document as a whole failed.</param>
/// <param name="Reason">Why.</param>
/// <param name="Path">The field in the document, for example <c>data[3].email</c>; empty when no field is to blame.</param>
/// <param name="Detail">What is wrong and what to do, in one sentence. Never contains a value of the document.</param>
/// <param name="RawStart">First byte of the event within the document.</param>
/// <param name="RawLength">Number of bytes of the event.</param>
public readonly record struct Rejection(
    int Index, RejectionReason Reason, string Path, string Detail, int RawStart, int RawLength);
