using SendFlowr.Connectors.Mapping;

namespace SendFlowr.Connectors.Evaluation;

/// <summary>A value expression with its paths resolved to slots. Immutable; shares the scratch of the document it reads.</summary>
internal sealed class ValuePlan
{
    /// <summary>The slot of the path, −1 for a constant or alternatives.</summary>
    public int Slot { get; init; } = -1;

    /// <summary>The constant in UTF-8, null for a path or alternatives.</summary>
    public byte[]? Constant { get; init; }

    public ValuePlan[] FirstOf { get; init; } = [];

    public TransformPlan[] Transforms { get; init; } = [];

    public MapPlan? Map { get; init; }

    /// <summary>The path as errors show it.</summary>
    public string Path { get; init; } = "";

    public ScalarRule Rule { get; init; }

    /// <summary>Resolves against the slots of an event or of one list item.</summary>
    public Field Resolve(in DocumentView view, ReadOnlySpan<Capture> slots)
    {
        Field field = Find(view, slots);
        foreach (TransformPlan transform in Transforms)
        {
            if (field.State != FieldState.Present)
            {
                return field;
            }

            transform.Apply(ref field, view.Scratch);
        }

        if (Map is not null && field.State == FieldState.Present)
        {
            Map.Apply(ref field, view.Scratch);
        }

        return field;
    }

    private Field Find(in DocumentView view, ReadOnlySpan<Capture> slots)
    {
        if (Constant is not null)
        {
            return Constant.Length == 0 ? Field.Absent(Path, CaptureKind.Text) : Field.Present(Path, CaptureKind.Text, Constant);
        }

        if (Slot >= 0)
        {
            return Read(view, slots[Slot], Rule, Path);
        }

        foreach (ValuePlan alternative in FirstOf)
        {
            Field field = alternative.Resolve(view, slots);
            if (field.State != FieldState.Absent)
            {
                return field;
            }
        }

        return Field.Absent(Path, CaptureKind.None);
    }

    /// <summary>The text of a capture under a rule.</summary>
    public static Field Read(in DocumentView view, scoped in Capture capture, ScalarRule rule, string path)
    {
        switch (capture.Kind)
        {
            case CaptureKind.None:
            case CaptureKind.Null:
                return Field.Absent(path, capture.Kind);
            case CaptureKind.Text:
                return view.TryText(capture, out ReadOnlySpan<byte> text)
                    ? text.IsEmpty ? Field.Absent(path, CaptureKind.Text) : Field.Present(path, CaptureKind.Text, text)
                    : Field.Failed(path, RejectionReason.MalformedJson, "has half of a surrogate pair (\\ud800 … \\udfff alone)");
            case CaptureKind.Number:
                return Number(view.Raw(capture), rule, path);
            case CaptureKind.True:
            case CaptureKind.False:
                return rule == ScalarRule.Any
                    ? Field.Present(path, capture.Kind, view.Raw(capture))
                    : Field.Failed(path, RejectionReason.WrongType, "is true or false; a text is expected");
            default:
                string shape = capture.Kind == CaptureKind.Object ? "an object" : "an array";
                return Field.Failed(path, RejectionReason.WrongType, $"is {shape}; a text is expected");
        }
    }

    private static Field Number(ReadOnlySpan<byte> digits, ScalarRule rule, string path)
    {
        if (rule == ScalarRule.TextOnly)
        {
            return Field.Failed(path, RejectionReason.WrongType, "is a number; write it as text in quotes");
        }

        return rule == ScalarRule.Id && digits.ContainsAny((byte)'.', (byte)'e', (byte)'E')
            ? Field.Failed(path, RejectionReason.WrongType, "is a number with a fraction or exponent; send ids as text or whole numbers")
            : Field.Present(path, CaptureKind.Number, digits);
    }
}
