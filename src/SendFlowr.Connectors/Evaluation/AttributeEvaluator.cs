using System.Text;
using SendFlowr.Connectors.Definitions;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Model.Events;

namespace SendFlowr.Connectors.Evaluation;

/// <summary>Fills the attributes of an event: the named ones, then the members of objects or columns.</summary>
internal sealed class AttributeEvaluator(AttributePlan[] named, NameSetPlan[] sets, FieldTable table)
{
    public bool Evaluate(in DocumentView view, CanonicalEvent target, StringPool pool, EventFailure failure)
    {
        foreach (AttributePlan attribute in named)
        {
            Field field = attribute.Value.Resolve(view, table.Slots);
            if (field.State != FieldState.Absent
                && (!failure.Require(field, "attribute") || !Add(target, attribute.Name, field.Text, field.Path, failure)))
            {
                return false;
            }
        }

        foreach (NameSetPlan set in sets)
        {
            if (!Set(set, view, target, pool, failure))
            {
                return false;
            }
        }

        return true;
    }

    private bool Set(NameSetPlan set, in DocumentView view, CanonicalEvent target, StringPool pool, EventFailure failure)
    {
        if (set.TextOnly && set.ObjectSlot >= 0 && table.Slots[set.ObjectSlot] is { IsThere: true, Kind: not CaptureKind.Object })
        {
            return failure.Set(RejectionReason.WrongType, set.Path, "attributes are not an object of texts");
        }

        int first = target.Attributes.Count;
        foreach (NamedCapture member in table.NameSets[set.NameSet])
        {
            if (Skipped(set, member.Value))
            {
                continue;
            }

            string? name = member.Text;
            if (name is null && !TryName(set, view, member.Name, pool, failure, out name))
            {
                return false;
            }

            if (name.Length > 0 && !Member(set, view, target, name, member.Value, first, failure))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The name of a JSON member; empty when it does not belong to the set after all.</summary>
    private static bool TryName(
        NameSetPlan set, in DocumentView view, in Capture capture, StringPool pool, EventFailure failure, out string name)
    {
        name = "";
        if (!view.TryText(capture, out ReadOnlySpan<byte> text))
        {
            return failure.Set(RejectionReason.MalformedJson, set.Path, "the name of an attribute has half of a surrogate pair");
        }

        if (text.Length > MappingLimits.AttributeNameBytes)
        {
            return failure.Set(
                RejectionReason.TooLarge, set.Path, $"the name of an attribute is longer than {MappingLimits.AttributeNameBytes} bytes");
        }

        name = text.StartsWith(set.Prefix) ? pool.Get(text) : "";
        return true;
    }

    private static bool Member(
        NameSetPlan set, in DocumentView view, CanonicalEvent target, string name, in Capture value, int first, EventFailure failure)
    {
        string path = set.Path.Length == 0 ? name : $"{set.Path}.{name}";
        for (int i = 0; i < target.Attributes.Count; i++)
        {
            if (target.Attributes[i].Key == name)
            {
                // Named attributes win over a set; twice in the same object is a fault of the document.
                return i < first || failure.Set(RejectionReason.DuplicateKey, path, "the attribute stands twice");
            }
        }

        Field field = ValuePlan.Read(view, value, set.TextOnly ? ScalarRule.TextOnly : ScalarRule.Any, path);
        if (field.State == FieldState.Failed)
        {
            return failure.Require(field, "attribute");
        }

        if (value.Kind == CaptureKind.Null)
        {
            return failure.Set(RejectionReason.WrongType, path, "attribute is null; leave it out, or give a text");
        }

        return Add(target, name, field.Text, path, failure);
    }

    /// <summary>Null, and beyond texts-only sets also objects, arrays and empty CSV fields, are no attributes.</summary>
    private static bool Skipped(NameSetPlan set, in Capture value) => value.Kind switch
    {
        CaptureKind.None or CaptureKind.Null => !set.TextOnly,
        CaptureKind.Object or CaptureKind.Array => !set.TextOnly,
        CaptureKind.Text => !set.TextOnly && value.Length == 0,
        _ => false,
    };

    private static bool Add(CanonicalEvent target, string name, ReadOnlySpan<byte> value, string path, EventFailure failure)
    {
        if (value.Length > MappingLimits.AttributeValueBytes)
        {
            return failure.Set(RejectionReason.TooLarge, path, $"an attribute is longer than {MappingLimits.AttributeValueBytes} bytes");
        }

        if (target.Attributes.Count == MappingLimits.Attributes)
        {
            return failure.Set(RejectionReason.TooLarge, path, $"more than {MappingLimits.Attributes} attributes; name those that are needed");
        }

        target.Attributes.Add(new(name, Encoding.UTF8.GetString(value)));
        return true;
    }
}
