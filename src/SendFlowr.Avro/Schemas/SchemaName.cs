namespace SendFlowr.Avro.Schemas;

/// <summary>Rules for names: <c>[A-Za-z_][A-Za-z0-9_]*</c>, full names joined by dots, unqualified ones taken in the enclosing
/// namespace.</summary>
internal static class SchemaName
{
    public static bool IsSimple(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || char.IsAsciiDigit(name[0]))
            return false;
        foreach (char letter in name)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter != '_')
                return false;
        }

        return true;
    }

    public static bool IsDotted(ReadOnlySpan<char> name)
    {
        while (true)
        {
            int dot = name.IndexOf('.');
            if (dot < 0)
                return IsSimple(name);
            if (!IsSimple(name[..dot]))
                return false;
            name = name[(dot + 1)..];
        }
    }

    /// <summary>A dotted name stands for itself; any other is put into the namespace, of which "" is the null one.</summary>
    public static string Qualify(string name, string enclosingNamespace) =>
        name.Contains('.') || enclosingNamespace.Length == 0 ? name : $"{enclosingNamespace}.{name}";

    public static string NamespaceOf(string fullName)
    {
        int dot = fullName.LastIndexOf('.');
        return dot < 0 ? "" : fullName[..dot];
    }

    public static ReadOnlySpan<char> Unqualified(string fullName) => fullName.AsSpan(fullName.LastIndexOf('.') + 1);
}
