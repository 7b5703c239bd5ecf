using SendFlowr.Avro.Binary;
using SendFlowr.Model.Time;

namespace SendFlowr.Pipeline.Records;

/// <summary>Writes values of unions <c>["null", …]</c>, and the beginning of an array that may be empty.</summary>
internal static class AvroWriterExtensions
{
    public static void WriteOptional(this AvroWriter writer, string? value)
    {
        writer.WriteUnion(value is null ? 0 : 1);
        if (value is not null)
        {
            writer.WriteString(value);
        }
    }

    public static void WriteOptional(this AvroWriter writer, Timestamp? value) => writer.WriteOptional(value?.EpochMilliseconds);

    public static void WriteOptional(this AvroWriter writer, long? value)
    {
        writer.WriteUnion(value is null ? 0 : 1);
        if (value is { } number)
        {
            writer.WriteLong(number);
        }
    }

    public static void WriteOptional(this AvroWriter writer, double? value)
    {
        writer.WriteUnion(value is null ? 0 : 1);
        if (value is { } number)
        {
            writer.WriteDouble(number);
        }
    }

    /// <summary>The count of the only block of an array; an empty array has no block. <c>WriteBlocksEnd</c> must follow the items.</summary>
    public static void WriteItemCount(this AvroWriter writer, int count)
    {
        if (count > 0)
        {
            writer.WriteBlockStart(count);
        }
    }
}
