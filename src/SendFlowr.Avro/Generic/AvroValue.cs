using SendFlowr.Avro.Schemas;

namespace SendFlowr.Avro.Generic;

/// <summary>A value of any Avro type but union: a union's value is the bare value of one of its branches.</summary>
/// <remarks>The default is <see cref="Null"/>. Immutable and thread-safe as long as arrays handed to the factories are not changed after.
/// Equality is deep: floating-point by bits (so NaN equals itself), maps without regard to order, named types by full name.
/// Accessors throw <see cref="InvalidOperationException"/> on a value of another kind.</remarks>
public readonly struct AvroValue : IEquatable<AvroValue>
{
    private readonly long bits;
    private readonly object? reference;

    private AvroValue(AvroKind kind, long bits, object? reference)
    {
        Kind = kind;
        this.bits = bits;
        this.reference = reference;
    }

    public static AvroValue Null => default;

    public AvroKind Kind { get; }

    public bool IsNull => Kind == AvroKind.Null;

    /// <summary>The schema of a record, enum or fixed; null for any other kind.</summary>
    public NamedSchema? NamedSchema => reference switch
    {
        AvroRecord record => record.Schema,
        FixedBytes bytes => bytes.Schema,
        EnumSchema symbols => symbols,
        _ => null,
    };

    public static AvroValue FromBoolean(bool value) => new(AvroKind.Boolean, value ? 1 : 0, null);

    public static AvroValue FromInt(int value) => new(AvroKind.Int, value, null);

    public static AvroValue FromLong(long value) => new(AvroKind.Long, value, null);

    public static AvroValue FromFloat(float value) => new(AvroKind.Float, BitConverter.SingleToInt32Bits(value), null);

    public static AvroValue FromDouble(double value) => new(AvroKind.Double, BitConverter.DoubleToInt64Bits(value), null);

    /// <summary>Takes the array over; it must not change after.</summary>
    public static AvroValue FromBytes(byte[] value) => new(AvroKind.Bytes, 0, NotNull(value));

    public static AvroValue FromString(string value) => new(AvroKind.String, 0, NotNull(value));

    public static AvroValue FromRecord(AvroRecord value) => new(AvroKind.Record, 0, NotNull(value));

    /// <exception cref="ArgumentException">The enum has no such symbol.</exception>
    public static AvroValue FromEnum(EnumSchema schema, string symbol)
    {
        int index = NotNull(schema).IndexOf(symbol);
        return index >= 0
            ? new AvroValue(AvroKind.Enum, index, schema)
            : throw new ArgumentException($"Enum '{schema.FullName}' has no symbol '{symbol}'.", nameof(symbol));
    }

    /// <summary>Takes the array over; it must not change after.</summary>
    public static AvroValue FromArray(AvroValue[] items) => new(AvroKind.Array, 0, NotNull(items));

    /// <summary>A map in the order given. Of several entries with one key the last value stays, in the place of the first.</summary>
    public static AvroValue FromMap(IEnumerable<KeyValuePair<string, AvroValue>> entries)
    {
        OrderedDictionary<string, AvroValue> map = new(StringComparer.Ordinal);
        foreach ((string key, AvroValue value) in NotNull(entries))
            map[key] = value;
        return new AvroValue(AvroKind.Map, 0, map);
    }

    /// <summary>Takes the array over; it must not change after.</summary>
    /// <exception cref="ArgumentException">The array is not of the schema's size.</exception>
    public static AvroValue FromFixed(FixedSchema schema, byte[] value)
    {
        if (NotNull(value).Length != NotNull(schema).Size)
            throw new ArgumentException($"Fixed '{schema.FullName}' takes {schema.Size} bytes, not {value.Length}.", nameof(value));
        return new AvroValue(AvroKind.Fixed, 0, new FixedBytes(schema, value));
    }

    public bool AsBoolean() => Bits(AvroKind.Boolean) != 0;

    public int AsInt() => (int)Bits(AvroKind.Int);

    public long AsLong() => Bits(AvroKind.Long);

    public float AsFloat() => BitConverter.Int32BitsToSingle((int)Bits(AvroKind.Float));

    public double AsDouble() => BitConverter.Int64BitsToDouble(Bits(AvroKind.Double));

    /// <summary>The bytes of a value of kind bytes or fixed.</summary>
    public ReadOnlyMemory<byte> AsBytes() =>
        reference is FixedBytes bytes ? bytes.Value : (byte[])Reference(AvroKind.Bytes);

    public string AsString() => (string)Reference(AvroKind.String);

    public AvroRecord AsRecord() => (AvroRecord)Reference(AvroKind.Record);

    public string AsEnumSymbol() => ((EnumSchema)Reference(AvroKind.Enum)).Symbols[(int)bits];

    public IReadOnlyList<AvroValue> AsArray() => (AvroValue[])Reference(AvroKind.Array);

    /// <summary>The entries in the order in which they were written.</summary>
    public IReadOnlyDictionary<string, AvroValue> AsMap() => Map;

    public bool Equals(AvroValue other) => Kind == other.Kind && AvroValueEquality.Equal(this, other);

    public override bool Equals(object? obj) => obj is AvroValue other && Equals(other);

    public override int GetHashCode() => AvroValueEquality.Hash(this);

    public override string ToString() => AvroValueEquality.Describe(this);

    public static bool operator ==(AvroValue left, AvroValue right) => left.Equals(right);

    public static bool operator !=(AvroValue left, AvroValue right) => !left.Equals(right);

    internal long RawBits => bits;

    internal OrderedDictionary<string, AvroValue> Map => (OrderedDictionary<string, AvroValue>)Reference(AvroKind.Map);

    /// <summary>Whether a writer of that schema, which is no union, would take this value.</summary>
    internal bool IsOf(AvroSchema schema) =>
        Kind == schema.Kind && (schema is not NamedSchema named || named.FullName == NamedSchema!.FullName);

    private static T NotNull<T>(T value)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(value);
        return value;
    }

    private long Bits(AvroKind expected) => Kind == expected ? bits : throw WrongKind(expected);

    private object Reference(AvroKind expected) => Kind == expected ? reference! : throw WrongKind(expected);

    private InvalidOperationException WrongKind(AvroKind expected) =>
        new($"The value is of kind {Kind}, not {expected}. Look at Kind before taking it.");

    private sealed record FixedBytes(FixedSchema Schema, byte[] Value);
}
