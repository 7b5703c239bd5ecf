using System.Buffers.Binary;

namespace SendFlowr.Model.Signals;

/// <summary>Changes a signal row in place: see <see cref="SignalRowLayout"/>.</summary>
internal ref struct SignalRowWriter(SignalRules rules, Span<byte> buffer, int length)
{
    private readonly SignalRules _rules = rules;
    private readonly Span<byte> _buffer = buffer;

    public int Length { get; private set; } = length;

    private readonly SignalRowReader Reader => new(_buffer[..Length]);

    /// <summary>The slot for a channel, made when it is new.</summary>
    public byte TakeSlot(ReadOnlySpan<char> channel)
    {
        if (channel.IsEmpty)
        {
            return SignalRowLayout.PersonSlot;
        }

        Span<byte> name = stackalloc byte[SignalRowLayout.MaxChannelBytes];
        int nameLength = SignalRowLayout.EncodeChannel(channel, name);
        if (nameLength < 0)
        {
            return SignalRowLayout.SharedSlot;
        }

        name = name[..nameLength];
        WriteHeaderIfEmpty();
        if (Reader.FindChannel(name, out int index, out _))
        {
            return (byte)(index + 1);
        }

        if (index == SignalRowLayout.MaxChannels)
        {
            return SignalRowLayout.SharedSlot;
        }

        if (Reader.ChannelCount == SignalRowLayout.MaxChannels)
        {
            MoveLastChannelToSharedSlot();
        }

        InsertChannel(name);
        return (byte)(index + 1);
    }

    /// <summary>Adds a time to the newest kept of the slot and id; false when that changes nothing.</summary>
    public bool Insert(byte slot, byte id, long time)
    {
        WriteHeaderIfEmpty();
        int first = Reader.FirstOf(slot, id);
        int end = Reader.EndOf(slot, id, first);
        int place = first;
        while (place < end && Reader.TimeAt(place) < time)
        {
            place++;
        }

        if (place < end && Reader.TimeAt(place) == time)
        {
            return false;
        }

        int keep = _rules.KeepOf(id);
        if (end - first >= keep)
        {
            if (place == first)
            {
                return false;
            }

            Remove(Reader.OffsetOf(first), SignalRowLayout.EntryBytes);
            place--;
        }

        int offset = Reader.OffsetOf(place);
        MakeRoom(offset, SignalRowLayout.EntryBytes);
        _buffer[offset] = slot;
        _buffer[offset + 1] = id;
        BinaryPrimitives.WriteInt64BigEndian(_buffer[(offset + 2)..], time);
        return true;
    }

    private void WriteHeaderIfEmpty()
    {
        if (Length == 0)
        {
            _buffer[0] = SignalRowLayout.Version;
            _buffer[1] = 0;
            Length = SignalRowLayout.HeaderBytes;
        }
    }

    private void InsertChannel(scoped ReadOnlySpan<byte> name)
    {
        Reader.FindChannel(name, out int index, out int offset);
        MakeRoom(offset, 1 + name.Length);
        _buffer[offset] = (byte)name.Length;
        name.CopyTo(_buffer[(offset + 1)..]);
        _buffer[1]++;
        SignalRowReader row = Reader;
        for (int entry = 0; entry < row.EntryCount; entry++)
        {
            if (row.SlotAt(entry) > index && row.SlotAt(entry) < SignalRowLayout.SharedSlot)
            {
                _buffer[row.OffsetOf(entry)]++;
            }
        }
    }

    private void MoveLastChannelToSharedSlot()
    {
        const byte last = SignalRowLayout.MaxChannels;
        int entry = Reader.FirstOf(last, 0);
        while (entry < Reader.EntryCount && Reader.SlotAt(entry) == last)
        {
            byte id = Reader.IdAt(entry);
            long time = Reader.TimeAt(entry);
            Remove(Reader.OffsetOf(entry), SignalRowLayout.EntryBytes);
            if (id != _rules.Subscription.SubscribedId)
            {
                Insert(SignalRowLayout.SharedSlot, id, time);
            }
        }

        int offset = SignalRowLayout.HeaderBytes;
        for (int channel = 1; channel < last; channel++)
        {
            offset += 1 + _buffer[offset];
        }

        Remove(offset, 1 + _buffer[offset]);
        _buffer[1]--;
    }

    private void MakeRoom(int offset, int size)
    {
        _buffer[offset..Length].CopyTo(_buffer[(offset + size)..]);
        Length += size;
    }

    private void Remove(int offset, int size)
    {
        _buffer[(offset + size)..Length].CopyTo(_buffer[offset..]);
        Length -= size;
    }
}
