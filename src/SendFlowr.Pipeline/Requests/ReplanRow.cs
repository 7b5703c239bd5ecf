using System.Text;
using SendFlowr.Pipeline.Rows;
using SendFlowr.Streams.Tables;

namespace SendFlowr.Pipeline.Requests;

/// <summary>A person whose open requests are to be decided anew: those of one channel or of all, and how far that has come. Immutable.</summary>
/// <remarks>Version byte, key of the last request done (16 bytes, zeros before the first), then the channel in UTF-8, nothing for all.</remarks>
/// <param name="Behind">The last request done; null before the first.</param>
/// <param name="Channel">The channel the signal is about; empty for all.</param>
internal sealed record ReplanRow(RowKey? Behind, string Channel)
{
    private const byte FormatVersion = 1;
    private const int FixedBytes = 1 + RowKey.SizeBytes;

    /// <summary>What two signals ask for together, from the beginning.</summary>
    public ReplanRow With(string channel) => new(null, Includes(channel) && channel.Length > 0 ? Channel : "");

    /// <summary>Whether requests of a channel are among them; A–Z and a–z are the same, as for breakers.</summary>
    public bool Includes(string channel) => Channel.Length == 0 || Channel.Equals(channel, StringComparison.OrdinalIgnoreCase);

    public static ReplanRow Read(ReadOnlySpan<byte> row)
    {
        RowFormat.Require(row, FormatVersion, FixedBytes, RequestTables.ReplansDue);
        RowKey behind = RowKey.Read(row[1..]);
        return new ReplanRow(behind == default ? null : behind, Encoding.UTF8.GetString(row[FixedBytes..]));
    }

    public byte[] ToBytes()
    {
        byte[] row = new byte[FixedBytes + Encoding.UTF8.GetByteCount(Channel)];
        row[0] = FormatVersion;
        (Behind ?? default).Write(row.AsSpan(1));
        Encoding.UTF8.GetBytes(Channel, row.AsSpan(FixedBytes));
        return row;
    }
}
