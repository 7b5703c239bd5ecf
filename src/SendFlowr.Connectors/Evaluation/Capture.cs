namespace SendFlowr.Connectors.Evaluation;

/// <summary>What was found where a path points. <see cref="None"/> is the default.</summary>
internal enum CaptureKind : byte
{
    None = 0,
    Null,
    False,
    True,
    Number,
    Text,
    Object,
    Array,
}

/// <summary>How the bytes of a text differ from the text they mean.</summary>
internal enum CaptureEscape : byte
{
    None = 0,
    Json,
    Csv,
}

/// <summary>A slice of the document that a wanted path points at: a text without its quotes, or a whole number, object or array.</summary>
/// <param name="Start">First byte within the document.</param>
/// <param name="Length">Number of bytes.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Escape">Whether a text must be decoded.</param>
internal readonly record struct Capture(int Start, int Length, CaptureKind Kind, CaptureEscape Escape)
{
    /// <summary>True for a value other than null.</summary>
    public bool IsThere => Kind > CaptureKind.Null;
}

/// <summary>A member of an object, or a CSV field, captured with its name.</summary>
/// <param name="Name">The name within the document; unused when <paramref name="Text"/> is set.</param>
/// <param name="Value">The value.</param>
/// <param name="Text">The name of a CSV column, which stands in the header only; null for JSON.</param>
internal readonly record struct NamedCapture(Capture Name, Capture Value, string? Text);
