namespace SendFlowr.Cli.Verbs.Registry;

/// <summary>How a schema of the program stands to another one of its name.</summary>
internal enum SchemaState
{
    /// <summary>There is no other one.</summary>
    New,

    /// <summary>It is the other one.</summary>
    Same,

    /// <summary>It only adds to the other one.</summary>
    Additive,

    /// <summary>The other one only adds to it: a newer program registered it.</summary>
    Ahead,

    /// <summary>Records of the one cannot be read with the other, or the registry refuses it.</summary>
    Breaking,
}
