using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Schemas;

namespace SendFlowr.Avro.Tests.Support;

/// <summary>Makes values of a schema. Deep inside, collections are empty and unions take their first branch, so that recursion
/// ends.</summary>
/// <param name="random">The choices.</param>
/// <param name="jsonSafe">Only values that survive JSON and JavaScript's numbers: no NaN, infinity, −0, or integer beyond 2^52, whose
/// double is still exact.</param>
internal sealed class RandomValues(Random random, bool jsonSafe = false)
{
    private const int MaxDepth = 8;
    private static readonly string[] Texts =
        ["", "a", "ann@example.com", "né", "日本語", "😀", "\0\u001f\"\\/", new string('x', 70), new string('é', 40)];
    private static readonly double[] Doubles = [0, -0.0, 1.5, double.NaN, double.PositiveInfinity, double.MinValue, double.Epsilon, 0.1];

    public AvroValue Next(AvroSchema schema, int depth = 0) => schema switch
    {
        RecordSchema record => AvroValue.FromRecord(
            AvroRecord.Create(record, [.. record.Fields.Select(field => (field.Name, Next(field.Schema, depth + 1)))])),
        EnumSchema symbols => AvroValue.FromEnum(symbols, symbols.Symbols[random.Next(symbols.Symbols.Count)]),
        FixedSchema bytes => AvroValue.FromFixed(bytes, Bytes(bytes.Size)),
        ArraySchema array => AvroValue.FromArray([.. Many(depth).Select(_ => Next(array.Items, depth + 1))]),
        MapSchema map => AvroValue.FromMap(Many(depth).Select(index => KeyValuePair.Create($"k{index}{Text()}", Next(map.Values, depth + 1)))),
        UnionSchema union => Next(union.Branches[depth > MaxDepth ? 0 : random.Next(union.Branches.Count)], depth + 1),
        _ => Scalar(schema.Kind),
    };

    private AvroValue Scalar(AvroKind kind) => kind switch
    {
        AvroKind.Null => AvroValue.Null,
        AvroKind.Boolean => AvroValue.FromBoolean(random.Next(2) == 0),
        AvroKind.Int => AvroValue.FromInt((int)Integer(31)),
        AvroKind.Long => AvroValue.FromLong(Integer(jsonSafe ? 52 : 63)),
        AvroKind.Float => AvroValue.FromFloat((float)Number()),
        AvroKind.Double => AvroValue.FromDouble(Number()),
        AvroKind.Bytes => AvroValue.FromBytes(Bytes(random.Next(80))),
        AvroKind.String => AvroValue.FromString(Text()),
        _ => throw new InvalidOperationException($"{kind} is no scalar."),
    };

    private IEnumerable<int> Many(int depth) => Enumerable.Range(0, depth > MaxDepth ? 0 : random.Next(4));

    // Every magnitude is as likely as any other, so that each length of varint comes up.
    private long Integer(int bits)
    {
        long magnitude = random.NextInt64() >> (63 - random.Next(bits + 1));
        return random.Next(2) == 0 ? magnitude : -magnitude - (jsonSafe ? 0 : 1);
    }

    private double Number()
    {
        if (jsonSafe)
            return (float)random.NextDouble() + 0.001f;
        return random.Next(3) == 0 ? random.NextDouble() : Doubles[random.Next(Doubles.Length)];
    }

    private byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private string Text() => Texts[random.Next(Texts.Length)];
}
