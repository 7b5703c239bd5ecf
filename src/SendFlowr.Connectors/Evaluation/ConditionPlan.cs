using System.Text;

namespace SendFlowr.Connectors.Evaluation;

/// <summary>A condition with its paths resolved to slots. Immutable.</summary>
internal abstract class ConditionPlan
{
    public abstract bool Holds(in DocumentView view, ReadOnlySpan<Capture> slots);
}

internal sealed class AllPlan(ConditionPlan[] members) : ConditionPlan
{
    public override bool Holds(in DocumentView view, ReadOnlySpan<Capture> slots)
    {
        foreach (ConditionPlan member in members)
        {
            if (!member.Holds(view, slots))
            {
                return false;
            }
        }

        return true;
    }
}

internal sealed class AnyPlan(ConditionPlan[] members) : ConditionPlan
{
    public override bool Holds(in DocumentView view, ReadOnlySpan<Capture> slots)
    {
        foreach (ConditionPlan member in members)
        {
            if (member.Holds(view, slots))
            {
                return true;
            }
        }

        return false;
    }
}

internal sealed class NotPlan(ConditionPlan member) : ConditionPlan
{
    public override bool Holds(in DocumentView view, ReadOnlySpan<Capture> slots) => !member.Holds(view, slots);
}

internal sealed class ExistsPlan(int slot, bool wanted) : ConditionPlan
{
    public override bool Holds(in DocumentView view, ReadOnlySpan<Capture> slots)
    {
        Capture capture = slots[slot];
        return (capture.IsThere && (capture.Kind != CaptureKind.Text || capture.Length > 0)) == wanted;
    }
}

/// <summary>Compares the text with a list, or its beginning with one prefix.</summary>
internal sealed class TextPlan : ConditionPlan
{
    private readonly int slot;
    private readonly byte[][] values;
    private readonly bool ignoreCase;
    private readonly bool prefix;

    public TextPlan(int slot, IEnumerable<string> values, bool ignoreCase, bool prefix)
    {
        this.slot = slot;
        this.values = [.. values.Select(Encoding.UTF8.GetBytes)];
        this.ignoreCase = ignoreCase;
        this.prefix = prefix;
    }

    public override bool Holds(in DocumentView view, ReadOnlySpan<Capture> slots)
    {
        Capture capture = slots[slot];
        bool scalar = capture.Kind is CaptureKind.Text or CaptureKind.Number or CaptureKind.True or CaptureKind.False;
        if (!scalar || !view.TryText(capture, out ReadOnlySpan<byte> text))
        {
            return false;
        }

        foreach (byte[] value in values)
        {
            if (Matches(text, value))
            {
                return true;
            }
        }

        return false;
    }

    private bool Matches(ReadOnlySpan<byte> text, byte[] value)
    {
        if (prefix)
        {
            if (text.Length < value.Length)
            {
                return false;
            }

            text = text[..value.Length];
        }

        if (text.SequenceEqual(value))
        {
            return true;
        }

        return ignoreCase && (Ascii.IsValid(text) && Ascii.IsValid(value)
            ? Ascii.EqualsIgnoreCase(text, value)
            : string.Equals(Encoding.UTF8.GetString(text), Encoding.UTF8.GetString(value), StringComparison.OrdinalIgnoreCase));
    }
}
