using System.Buffers.Binary;

namespace SendFlowr.Model.Signals;

/// <summary>A view of a signal row: see <see cref="SignalRowLayout"/>.</summary>
internal readonly ref struct SignalRowReader
{
    private readonly ReadOnlySpan<byte> _row;

    public SignalRowReader(ReadOnlySpan<byte> row)
    {
        _row = row;
        if (row.IsEmpty)
        {
            return;
        }

        if (row[0] != SignalRowLayout.Version)
        {
            throw new InvalidDataException(
                $"A signal row has version {row[0]}, this program reads version {SignalRowLayout.Version}: use the program that wrote it, or a later one.");
        }

        int channels = row.Length > 1 ? row[1] : int.MaxValue;
        int start = SignalRowLayout.HeaderBytes;
        for (int i = 0; i < channels && start < row.Length; i++)
        {
            start += 1 + row[start];
        }

        if (channels > SignalRowLayout.MaxChannels || start > row.Length || (row.Length - start) % SignalRowLayout.EntryBytes != 0)
        {
            throw new InvalidDataException($"A signal row of {row.Length} bytes is damaged: restore it from its changelog.");
        }

        ChannelCount = channels;
        EntriesStart = start;
        EntryCount = (row.Length - start) / SignalRowLayout.EntryBytes;
    }

    public int ChannelCount { get; }

    public int EntriesStart { get; }

    public int EntryCount { get; }

    public byte SlotAt(int entry) => _row[OffsetOf(entry)];

    public byte IdAt(int entry) => _row[OffsetOf(entry) + 1];

    public long TimeAt(int entry) => BinaryPrimitives.ReadInt64BigEndian(_row[(OffsetOf(entry) + 2)..]);

    public int OffsetOf(int entry) => EntriesStart + (entry * SignalRowLayout.EntryBytes);

    /// <summary>First entry of the slot and id, or where it would stand.</summary>
    public int FirstOf(byte slot, byte id)
    {
        int entry = 0;
        while (entry < EntryCount && (SlotAt(entry) < slot || (SlotAt(entry) == slot && IdAt(entry) < id)))
        {
            entry++;
        }

        return entry;
    }

    /// <summary>The entry after the last of the slot and id, from <see cref="FirstOf"/>.</summary>
    public int EndOf(byte slot, byte id, int first)
    {
        int entry = first;
        while (entry < EntryCount && SlotAt(entry) == slot && IdAt(entry) == id)
        {
            entry++;
        }

        return entry;
    }

    /// <summary>Newest time of the slot and id; null when there is none.</summary>
    public long? NewestOf(byte slot, byte id)
    {
        int first = FirstOf(slot, id);
        int end = EndOf(slot, id, first);
        return end > first ? TimeAt(end - 1) : null;
    }

    /// <summary>Finds the name among the named channels.</summary>
    /// <param name="name">As <see cref="SignalRowLayout.EncodeChannel"/> writes it.</param>
    /// <param name="index">0-based position of the name, or where it would stand.</param>
    /// <param name="offset">Byte offset of that position.</param>
    public bool FindChannel(ReadOnlySpan<byte> name, out int index, out int offset)
    {
        index = 0;
        offset = SignalRowLayout.HeaderBytes;
        while (index < ChannelCount)
        {
            int length = _row[offset];
            int order = _row.Slice(offset + 1, length).SequenceCompareTo(name);
            if (order >= 0)
            {
                return order == 0;
            }

            offset += 1 + length;
            index++;
        }

        return false;
    }

    /// <summary>The slot that holds what is known of a channel; null when nothing can be known of it.</summary>
    public byte? SlotOf(ReadOnlySpan<char> channel)
    {
        Span<byte> name = stackalloc byte[SignalRowLayout.MaxChannelBytes];
        int length = SignalRowLayout.EncodeChannel(channel, name);
        if (length < 0)
        {
            return SignalRowLayout.SharedSlot;
        }

        if (FindChannel(name[..length], out int index, out _))
        {
            return (byte)(index + 1);
        }

        return index == SignalRowLayout.MaxChannels ? SignalRowLayout.SharedSlot : null;
    }
}
