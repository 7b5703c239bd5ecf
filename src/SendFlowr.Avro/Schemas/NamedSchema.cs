namespace SendFlowr.Avro.Schemas;

/// <summary>The base of record, enum and fixed: a type with a full name, by which it can be referred to. Immutable.</summary>
public abstract class NamedSchema : AvroSchema
{
    private protected NamedSchema(AvroKind kind, NameAttributes name, LogicalType? logicalType)
        : base(kind, logicalType)
    {
        FullName = name.FullName;
        Aliases = name.Aliases;
        Doc = name.Doc;
    }

    /// <summary>Namespace and name, joined by a dot; the name alone in the null namespace.</summary>
    public string FullName { get; }

    /// <summary>Namespace, "" for the null one.</summary>
    public string Namespace => SchemaName.NamespaceOf(FullName);

    /// <summary>Former full names, under which a writer may know this type.</summary>
    public IReadOnlyList<string> Aliases { get; }

    public string? Doc { get; }

    public override string TypeName => FullName;

    /// <summary>Whether a writer's type of that full name is this one: same unqualified name, or one of the aliases.</summary>
    internal bool Matches(NamedSchema writer) =>
        SchemaName.Unqualified(FullName).SequenceEqual(SchemaName.Unqualified(writer.FullName)) || HasAlias(writer);

    internal bool HasAlias(NamedSchema writer) => Aliases.Contains(writer.FullName);
}
