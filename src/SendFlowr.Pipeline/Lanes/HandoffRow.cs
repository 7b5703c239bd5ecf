using System.Buffers.Binary;
using SendFlowr.Pipeline.Rows;

namespace SendFlowr.Pipeline.Lanes;

/// <summary>Sends and deliveries of one person that wait for their other half: the newest <see cref="Capacity"/>, oldest first.</summary>
/// <remarks>Version byte, then entries of a message's hash (8 bytes) and its time in ms, negated for a delivery. Not thread-safe.</remarks>
internal sealed class HandoffRow
{
    public const int Capacity = 16;

    private const byte FormatVersion = 1;
    private const int EntryBytes = 16;

    private readonly byte[] _row = new byte[1 + ((Capacity + 1) * EntryBytes)];
    private int _length = 1;

    public ReadOnlySpan<byte> Bytes => _row.AsSpan(0, _length);

    public bool IsEmpty => _length == 1;

    public void Load(ReadOnlySpan<byte> row)
    {
        _row[0] = FormatVersion;
        _length = 1;
        if (!row.IsEmpty)
        {
            RowFormat.Require(row, FormatVersion, 1, "handoffs");
            row.CopyTo(_row);
            _length = row.Length;
        }
    }

    /// <summary>
    /// Finds and removes the other half of a message. When there is none, the half given waits for it, in place of the oldest.
    /// </summary>
    /// <returns>True when matched: <paramref name="otherMilliseconds"/> is the time of the other half.</returns>
    public bool Match(ulong message, long milliseconds, bool isDelivery, out long otherMilliseconds)
    {
        for (int place = 1; place < _length; place += EntryBytes)
        {
            Span<byte> entry = _row.AsSpan(place, EntryBytes);
            long time = BinaryPrimitives.ReadInt64LittleEndian(entry[8..]);
            if (BinaryPrimitives.ReadUInt64LittleEndian(entry) == message && time < 0 != isDelivery)
            {
                otherMilliseconds = Math.Abs(time);
                Remove(place);
                return true;
            }
        }

        Insert(message, isDelivery ? -milliseconds : milliseconds);
        otherMilliseconds = 0;
        return false;
    }

    private void Insert(ulong message, long signedMilliseconds)
    {
        int place = 1;
        while (place < _length
            && Math.Abs(BinaryPrimitives.ReadInt64LittleEndian(_row.AsSpan(place + 8))) <= Math.Abs(signedMilliseconds))
        {
            place += EntryBytes;
        }

        _row.AsSpan(place, _length - place).CopyTo(_row.AsSpan(place + EntryBytes));
        BinaryPrimitives.WriteUInt64LittleEndian(_row.AsSpan(place), message);
        BinaryPrimitives.WriteInt64LittleEndian(_row.AsSpan(place + 8), signedMilliseconds);
        _length += EntryBytes;
        if (_length > 1 + (Capacity * EntryBytes))
        {
            Remove(1);
        }
    }

    private void Remove(int place)
    {
        _row.AsSpan(place + EntryBytes, _length - place - EntryBytes).CopyTo(_row.AsSpan(place));
        _length -= EntryBytes;
    }
}
