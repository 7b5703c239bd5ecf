using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using SendFlowr.Model.Latency;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Rows;
using SendFlowr.Streams.Tables;

namespace SendFlowr.Pipeline.Lanes;

/// <summary>The row of a lane, in a person task (what it saw) and in the tenant stage (the newest of all tasks).</summary>
/// <remarks>Version byte, number of ignored pairs (8 bytes), provider and channel (a length byte and UTF-8 each), then the pairs.</remarks>
public sealed class LaneRow
{
    private const byte FormatVersion = 1;
    private const int HeaderBytes = 1 + 8;

    private readonly byte[] _pairs = new byte[LaneLatency.MaxBytes];
    private int _pairsLength;

    public LaneRow(Lane lane) => Lane = lane;

    public Lane Lane { get; }

    /// <summary>Pairs left out because they were negative or longer than seven days; in the tenant stage, of the task that saw most.</summary>
    public long Ignored { get; private set; }

    public LaneSummary Summary => LaneLatency.Summarize(_pairs.AsSpan(0, _pairsLength));

    /// <summary>The same lane has the same key in every task and on every machine, however it is capitalised.</summary>
    public static RowKey KeyOf(Lane lane)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{lane.Provider}\0{lane.Channel}".ToLowerInvariant()), hash);
        return RowKey.Read(hash);
    }

    public static LaneRow Read(ReadOnlySpan<byte> row)
    {
        RowFormat.Require(row, FormatVersion, HeaderBytes, "lanes");
        int place = HeaderBytes;
        string provider = ReadText(row, ref place);
        string channel = ReadText(row, ref place);
        LaneRow lane = new(new Lane(provider, channel)) { Ignored = BinaryPrimitives.ReadInt64LittleEndian(row[1..]) };
        row[place..].CopyTo(lane._pairs);
        lane._pairsLength = row.Length - place;
        return lane;
    }

    /// <summary>Takes one pair; whether the row changed.</summary>
    public bool Add(Timestamp delivered, uint messageHash, long latencyMilliseconds)
    {
        LatencyOutcome outcome = LaneLatency.Add(_pairs, ref _pairsLength, delivered, messageHash, latencyMilliseconds);
        if (outcome is LatencyOutcome.Negative or LatencyOutcome.TooLong)
        {
            Ignored++;
            return true;
        }

        return outcome == LatencyOutcome.Added;
    }

    /// <summary>Takes the pairs of another row of the same lane; whether the row changed.</summary>
    public bool Merge(LaneRow other)
    {
        bool counted = other.Ignored > Ignored;
        Ignored = Math.Max(Ignored, other.Ignored);
        return LaneLatency.Merge(_pairs, ref _pairsLength, other._pairs.AsSpan(0, other._pairsLength)) || counted;
    }

    public byte[] ToBytes()
    {
        byte[] provider = Encoding.UTF8.GetBytes(Lane.Provider);
        byte[] channel = Encoding.UTF8.GetBytes(Lane.Channel);
        byte[] row = new byte[HeaderBytes + 2 + provider.Length + channel.Length + _pairsLength];
        row[0] = FormatVersion;
        BinaryPrimitives.WriteInt64LittleEndian(row.AsSpan(1), Ignored);
        int place = HeaderBytes;
        WriteText(row, ref place, provider);
        WriteText(row, ref place, channel);
        _pairs.AsSpan(0, _pairsLength).CopyTo(row.AsSpan(place));
        return row;
    }

    private static string ReadText(ReadOnlySpan<byte> row, ref int place)
    {
        int length = row[place];
        string text = Encoding.UTF8.GetString(row.Slice(place + 1, length));
        place += 1 + length;
        return text;
    }

    private static void WriteText(byte[] row, ref int place, byte[] text)
    {
        row[place] = checked((byte)text.Length);
        text.CopyTo(row, place + 1);
        place += 1 + text.Length;
    }
}
