using SendFlowr.Model.Rings;

namespace SendFlowr.Pipeline.Rows;

/// <summary>The newest moments of one person's messages: version byte, then the bytes of a <see cref="MessageRing"/>. Not thread-safe.</summary>
internal sealed class MessagesRow
{
    public const int MaxBytes = HeaderBytes + MessageRing.CapacityBytes;

    private const int HeaderBytes = 1;
    private const byte FormatVersion = 1;

    private readonly byte[] _row = new byte[MaxBytes];
    private int _count;

    public ReadOnlySpan<byte> Bytes => _row.AsSpan(0, HeaderBytes + (_count * MessageMoment.SizeBytes));

    /// <summary>The bytes of the ring.</summary>
    public ReadOnlySpan<byte> Ring => Bytes[HeaderBytes..];

    /// <summary>Takes over a row; an empty one is a person without messages.</summary>
    public void Load(ReadOnlySpan<byte> row)
    {
        _row[0] = FormatVersion;
        _count = 0;
        if (!row.IsEmpty)
        {
            RowFormat.Require(row, FormatVersion, HeaderBytes, "messages");
            row.CopyTo(_row);
            _count = (row.Length - HeaderBytes) / MessageMoment.SizeBytes;
        }
    }

    /// <inheritdoc cref="MessageRing.Add"/>
    public bool Add(MessageMoment moment) => MessageRing.Add(_row.AsSpan(HeaderBytes), ref _count, moment);
}
