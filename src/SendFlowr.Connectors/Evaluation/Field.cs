using SendFlowr.Connectors.Mapping;
using SendFlowr.Model.Identity;

namespace SendFlowr.Connectors.Evaluation;

/// <summary>What came of resolving a value.</summary>
internal enum FieldState : byte
{
    /// <summary>Nothing there: absent, null or the empty text.</summary>
    Absent = 0,
    Present,

    /// <summary>Something there that cannot be used; the reason and detail say why.</summary>
    Failed,
}

/// <summary>Which JSON values may stand for a text.</summary>
internal enum ScalarRule : byte
{
    /// <summary>Text, or a whole number by its digits: what an id may be.</summary>
    Id = 0,

    /// <summary>Text, any number by its digits as written, true and false.</summary>
    Any,

    /// <summary>Text only.</summary>
    TextOnly,
}

/// <summary>A resolved value.</summary>
internal ref struct Field
{
    public ReadOnlySpan<byte> Text;
    public FieldState State;
    public CaptureKind Kind;
    public RejectionReason Reason;

    /// <summary>What a transform found wrong with an identifier.</summary>
    public IdentifierProblem Problem;

    /// <summary>True when a map took the value away.</summary>
    public bool Unmapped;

    /// <summary>The path that gave the value, or should have; relative to the event.</summary>
    public string Path;

    /// <summary>What is wrong, as a clause after the field's name; empty unless failed.</summary>
    public string Detail;

    public static Field Absent(string path, CaptureKind kind) => new() { Path = path, Kind = kind, Detail = "" };

    public static Field Present(string path, CaptureKind kind, ReadOnlySpan<byte> text) =>
        new() { Path = path, Kind = kind, Text = text, State = FieldState.Present, Detail = "" };

    public static Field Failed(string path, RejectionReason reason, string detail) =>
        new() { Path = path, State = FieldState.Failed, Reason = reason, Detail = detail };
}
