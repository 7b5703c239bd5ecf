using System.Buffers;
using System.Text;

namespace SendFlowr.Avro.Binary;

/// <summary>The texts of what can be wrong with bytes; kept out of the reader, so that its methods stay small enough to inline.</summary>
internal static class AvroDataError
{
    public static AvroDataException Truncated(long needed, int left, int position) =>
        new($"The data ends too early: {needed} bytes are needed at byte {position}, {left} are left. Check that the record is whole and "
            + "written with this schema.");

    public static AvroDataException BadLength(long length, int left, int position) =>
        new($"The length {length} at byte {position} is not within the {left} bytes left. Check that the record is whole and written with "
            + "this schema.");

    public static AvroDataException BadCount(long count, long most, int position) =>
        new($"The item count {count} at byte {position} is more than the {most} items the data can hold. Check that the record is whole "
            + "and written with this schema.");

    public static AvroDataException BadBoolean(byte value, int position) =>
        new($"The boolean at byte {position} is {value}, neither 0 nor 1. Check that the record is written with this schema.");

    public static AvroDataException BadIndex(string what, int index, int count, int position) =>
        new($"The {what} {index} at byte {position} is not within 0 … {count - 1}. Check that the record is written with this schema.");

    public static AvroDataException VarintTooLong(int maxBytes, int position) =>
        new($"The integer at byte {position} does not fit {maxBytes} varint bytes of its type. Check that the record is written with "
            + "this schema.");

    public static AvroDataException BadText(ReadOnlySpan<byte> bytes, int position)
    {
        int good = 0;
        while (Rune.DecodeFromUtf8(bytes[good..], out _, out int consumed) == OperationStatus.Done)
            good += consumed;
        return new($"The text at byte {position} is no UTF-8 from its byte {good} on. Write it as UTF-8, or as bytes.");
    }

    public static AvroDataException Trailing(int left, int position) =>
        new($"{left} bytes follow the record, which ends at byte {position}. Check that it is written with this schema.");

    public static AvroDataException LoneSurrogate(ReadOnlySpan<char> text, int index) =>
        new($"The text of {text.Length} characters has half a surrogate pair (U+{(int)text[index]:X4}) at character {index}, which UTF-8 "
            + "cannot hold. Repair the text.");

    public static AvroDataException RecordTooLarge(long bytes, int maxBytes) =>
        new($"The record takes {bytes} bytes, more than maxBytes = {maxBytes}. Split it, or raise the writer's maxBytes.");
}
