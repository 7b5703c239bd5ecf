namespace SendFlowr.Avro.Schemas;

/// <summary>An enum: a closed list of symbols, encoded by position. Immutable.</summary>
public sealed class EnumSchema : NamedSchema
{
    private readonly Dictionary<string, int> indexes = new(StringComparer.Ordinal);

    internal EnumSchema(NameAttributes name, IReadOnlyList<string> symbols, string? defaultSymbol)
        : base(AvroKind.Enum, name, null)
    {
        Symbols = symbols;
        DefaultSymbol = defaultSymbol;
        for (int index = 0; index < symbols.Count; index++)
            indexes.Add(symbols[index], index);
    }

    public IReadOnlyList<string> Symbols { get; }

    /// <summary>The symbol a reader takes for one it does not know; null: such data is refused.</summary>
    public string? DefaultSymbol { get; }

    /// <summary>Position of a symbol, or −1 when there is none of that name.</summary>
    public int IndexOf(string symbol) => indexes.TryGetValue(symbol, out int index) ? index : -1;
}
