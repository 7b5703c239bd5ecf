using SendFlowr.Connectors.Definitions;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Model.Events;
using SendFlowr.Model.Identity;

namespace SendFlowr.Connectors.Evaluation;

/// <summary>Fills the identifiers of an event. Reused; not thread-safe.</summary>
internal sealed class IdentifierEvaluator(IdentifierPlan[] plans, FieldTable table)
{
    private static readonly IdentifierTypes Types = IdentifierTypes.Default;

    private readonly DroppedIdentifier[] dropped = new DroppedIdentifier[MappingLimits.Identifiers * 2];
    private int droppedCount;

    public ReadOnlySpan<DroppedIdentifier> Dropped => dropped.AsSpan(0, droppedCount);

    public bool Evaluate(in DocumentView view, CanonicalEvent target, StringPool pool, EventFailure failure)
    {
        droppedCount = 0;
        foreach (IdentifierPlan plan in plans)
        {
            bool good = plan.List < 0
                ? One(plan, view, table.Slots, -1, target, pool, failure)
                : Each(plan, view, target, pool, failure);
            if (!good)
            {
                return false;
            }
        }

        return true;
    }

    private bool Each(IdentifierPlan plan, in DocumentView view, CanonicalEvent target, StringPool pool, EventFailure failure)
    {
        ListCapture list = table.Lists[plan.List];
        if (list.Kind is CaptureKind.None or CaptureKind.Null)
        {
            return true;
        }

        if (list.Kind != CaptureKind.Array)
        {
            return failure.Set(RejectionReason.WrongType, plan.ListPath, "identifiers are not an array");
        }

        if (list.Count > ListCapture.MaxItems)
        {
            return failure.Set(RejectionReason.TooLarge, plan.ListPath, $"more than {ListCapture.MaxItems} identifiers");
        }

        for (int i = 0; i < list.Count; i++)
        {
            if (!One(plan, view, list.Row(i), i, target, pool, failure))
            {
                return false;
            }
        }

        return true;
    }

    private bool One(
        IdentifierPlan plan, in DocumentView view, ReadOnlySpan<Capture> slots, int index, CanonicalEvent target, StringPool pool, EventFailure failure)
    {
        IdentifierEntry? entry = plan.Entry;
        if (entry is null && !TypeOf(plan, view, slots, index, failure, out entry))
        {
            return false;
        }

        Field value = plan.Value.Resolve(view, slots);
        if (value.State == FieldState.Absent)
        {
            return Absent(plan, value, entry!, index, failure);
        }

        IdentifierProblem problem = value.Problem;
        string normalized = "";
        if (value.State == FieldState.Present)
        {
            problem = IdentifierNormalizer.Default.Normalize(entry!.Form, value.Text, plan.Country, out normalized);
        }

        if (problem == IdentifierProblem.Blocked || (plan.DropInvalid && problem != IdentifierProblem.None))
        {
            Drop(entry!, problem);
            return true;
        }

        if (value.State == FieldState.Failed || problem != IdentifierProblem.None)
        {
            RejectionReason reason = value.State == FieldState.Failed ? value.Reason : RejectionReason.BadIdentifier;
            string detail = value.State == FieldState.Failed ? value.Detail : problem.Explain();
            return failure.Set(reason, PathOf(plan, index, value.Path), $"{entry!.Name} {detail}");
        }

        return SourceOf(plan, view, slots, index, pool, failure, out string source)
            && Add(target, new EventIdentifier(entry!.Type.Name, source, normalized), plan, failure);
    }

    private static bool TypeOf(
        IdentifierPlan plan, in DocumentView view, ReadOnlySpan<Capture> slots, int index, EventFailure failure, out IdentifierEntry? entry)
    {
        entry = null;
        Field type = plan.Type.Resolve(view, slots);
        if (!failure.Require(type, "type of the identifier"))
        {
            return failure.Set(failure.Reason, PathOf(plan, index, type.Path), failure.Detail);
        }

        return Types.TryGetEntry(type.Text, out entry) || failure.Set(
            RejectionReason.BadIdentifier,
            PathOf(plan, index, type.Path),
            $"unknown identifier type; known are {string.Join(", ", Types.EntryNames)}");
    }

    private bool Absent(IdentifierPlan plan, in Field value, IdentifierEntry entry, int index, EventFailure failure)
    {
        if (index < 0)
        {
            return true;
        }

        if (value.Kind == CaptureKind.None)
        {
            return failure.Set(RejectionReason.MissingField, PathOf(plan, index, value.Path), $"{entry.Name} has no value");
        }

        Drop(entry, IdentifierProblem.Blocked);
        return true;
    }

    private static bool SourceOf(
        IdentifierPlan plan, in DocumentView view, ReadOnlySpan<Capture> slots, int index, StringPool pool, EventFailure failure, out string source)
    {
        source = IdentifierTypes.DefaultSource;
        Field field = plan.Source.Resolve(view, slots);
        if (field.State == FieldState.Absent)
        {
            return true;
        }

        if (!failure.Require(field, "source of the identifier") || !failure.Check(field, "source of the identifier", MappingLimits.SourceBytes))
        {
            return failure.Set(failure.Reason, PathOf(plan, index, field.Path), failure.Detail);
        }

        source = pool.Get(field.Text);
        return true;
    }

    private static bool Add(CanonicalEvent target, EventIdentifier identifier, IdentifierPlan plan, EventFailure failure)
    {
        if (target.Identifiers.Contains(identifier))
        {
            return true;
        }

        if (target.Identifiers.Count == MappingLimits.Identifiers)
        {
            return failure.Set(RejectionReason.TooLarge, plan.ListPath, $"more than {MappingLimits.Identifiers} identifiers");
        }

        target.Identifiers.Add(identifier);
        return true;
    }

    private void Drop(IdentifierEntry entry, IdentifierProblem problem)
    {
        if (droppedCount < dropped.Length)
        {
            dropped[droppedCount++] = new DroppedIdentifier(entry.Type.Name, problem);
        }
    }

    private static string PathOf(IdentifierPlan plan, int index, string path) =>
        index < 0 ? path : path == "." ? $"{plan.ListPath}[{index}]" : $"{plan.ListPath}[{index}].{path}";
}
