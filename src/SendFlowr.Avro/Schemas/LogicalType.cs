namespace SendFlowr.Avro.Schemas;

/// <summary>A logical type that fits its underlying type. Values keep the underlying form; only people's JSON and evolution look at
/// it.</summary>
/// <param name="Name">The specification's name, for example <c>timestamp-millis</c>.</param>
/// <param name="Precision">Digits of a <c>decimal</c>, at least 1; 0 for any other type.</param>
/// <param name="Scale">Digits after the point of a <c>decimal</c>, 0 … <paramref name="Precision"/>; 0 for any other type.</param>
public sealed record LogicalType(string Name, int Precision = 0, int Scale = 0)
{
    public const string TimestampMillis = "timestamp-millis";
    public const string Decimal = "decimal";

    public override string ToString() => Name == Decimal ? $"{Name}({Precision},{Scale})" : Name;
}
