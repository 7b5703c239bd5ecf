using System.Globalization;
using SendFlowr.Avro.Schemas;

namespace SendFlowr.Avro.Generic;

/// <summary>Deep equality, hash and a short text of values.</summary>
internal static class AvroValueEquality
{
    /// <summary>Compares two values of one kind.</summary>
    public static bool Equal(AvroValue left, AvroValue right) => left.Kind switch
    {
        AvroKind.String => left.AsString() == right.AsString(),
        AvroKind.Bytes => left.AsBytes().Span.SequenceEqual(right.AsBytes().Span),
        AvroKind.Fixed => SameName(left, right) && left.AsBytes().Span.SequenceEqual(right.AsBytes().Span),
        AvroKind.Enum => SameName(left, right) && left.AsEnumSymbol() == right.AsEnumSymbol(),
        AvroKind.Array => left.AsArray().SequenceEqual(right.AsArray()),
        AvroKind.Map => EqualMaps(left.Map, right.Map),
        AvroKind.Record => left.AsRecord().Equals(right.AsRecord()),
        _ => left.RawBits == right.RawBits,
    };

    // Shallow for collections: equal values must agree, unequal ones may.
    public static int Hash(AvroValue value) => value.Kind switch
    {
        AvroKind.String => value.AsString().GetHashCode(StringComparison.Ordinal),
        AvroKind.Bytes or AvroKind.Fixed => HashCode.Combine(value.Kind, value.AsBytes().Length),
        AvroKind.Enum => value.AsEnumSymbol().GetHashCode(StringComparison.Ordinal),
        AvroKind.Array => HashCode.Combine(value.Kind, value.AsArray().Count),
        AvroKind.Map => HashCode.Combine(value.Kind, value.Map.Count),
        AvroKind.Record => value.AsRecord().GetHashCode(),
        _ => HashCode.Combine(value.Kind, value.RawBits),
    };

    public static string Describe(AvroValue value) => value.Kind switch
    {
        AvroKind.Null => "null",
        AvroKind.Boolean => value.AsBoolean() ? "true" : "false",
        AvroKind.Int or AvroKind.Long => value.RawBits.ToString(CultureInfo.InvariantCulture),
        AvroKind.Float => value.AsFloat().ToString("R", CultureInfo.InvariantCulture),
        AvroKind.Double => value.AsDouble().ToString("R", CultureInfo.InvariantCulture),
        AvroKind.String => value.AsString(),
        AvroKind.Bytes or AvroKind.Fixed => Convert.ToHexStringLower(value.AsBytes().Span),
        AvroKind.Enum => value.AsEnumSymbol(),
        AvroKind.Array => $"array of {value.AsArray().Count}",
        AvroKind.Map => $"map of {value.Map.Count}",
        _ => value.AsRecord().ToString(),
    };

    private static bool SameName(AvroValue left, AvroValue right) => left.NamedSchema!.FullName == right.NamedSchema!.FullName;

    private static bool EqualMaps(OrderedDictionary<string, AvroValue> left, OrderedDictionary<string, AvroValue> right)
    {
        if (left.Count != right.Count)
            return false;
        foreach ((string key, AvroValue value) in left)
        {
            if (!right.TryGetValue(key, out AvroValue other) || !value.Equals(other))
                return false;
        }

        return true;
    }
}
