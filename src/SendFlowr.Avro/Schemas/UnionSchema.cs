using SendFlowr.Avro.Generic;

namespace SendFlowr.Avro.Schemas;

/// <summary>A union: one of several branches, no two of one kind, but for named types, of which no two have one name. Immutable.</summary>
public sealed class UnionSchema : AvroSchema
{
    internal UnionSchema(IReadOnlyList<AvroSchema> branches)
        : base(AvroKind.Union, null) => Branches = branches;

    /// <summary>The branches in encoding order; never unions themselves. An empty union is legal and holds no value.</summary>
    public IReadOnlyList<AvroSchema> Branches { get; }

    /// <summary>Position of the branch that holds such a value, or −1.</summary>
    public int BranchOf(AvroValue value)
    {
        for (int index = 0; index < Branches.Count; index++)
        {
            if (value.IsOf(Branches[index]))
                return index;
        }

        return -1;
    }
}
