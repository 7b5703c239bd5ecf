using System.Buffers;
using System.IO.Pipelines;

namespace SendFlowr.Server.Bodies;

/// <summary>One line of a body. Immutable.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Bytes">Without its end; empty when it is too long.</param>
/// <param name="Limit">0, or the limit it exceeds: its own, or that of all lines together. Nothing after it is read.</param>
internal readonly record struct BodyLine(int Number, ReadOnlyMemory<byte> Bytes, int Limit)
{
    public bool IsTooLong => Limit > 0;
}

/// <summary>Reads lines as they arrive, a bounded number at a time. Not thread-safe.</summary>
internal sealed class LineStream
{
    private readonly PipeReader _reader;
    private readonly List<BodyLine> _lines = [];
    private long _bytes;
    private int _number;
    private bool _ended;

    public LineStream(PipeReader reader) => _reader = reader;

    /// <summary>The lines that are there, blank ones left out, at least one unless the body has ended.</summary>
    public async ValueTask<IReadOnlyList<BodyLine>> ReadAsync(int most, CancellationToken cancellation)
    {
        _lines.Clear();
        while (_lines.Count == 0 && !_ended)
        {
            ReadResult result = await _reader.ReadAsync(cancellation);
            ReadOnlySequence<byte> rest = result.Buffer;
            while (_lines.Count < most && !_ended && rest.PositionOf((byte)'\n') is { } end)
            {
                Take(rest.Slice(0, end), 1);
                rest = rest.Slice(rest.GetPosition(1, end));
            }

            if (!_ended && _lines.Count < most && (result.IsCompleted || rest.Length > BodyLimits.JsonBytes))
            {
                Take(rest, 0);
                rest = rest.Slice(rest.End);
                _ended = true;
            }

            // With lines in hand what follows may hold whole lines too: it is looked at again before more is waited for.
            _reader.AdvanceTo(rest.Start, _lines.Count == most ? rest.Start : rest.End);
        }

        return _lines;
    }

    private void Take(ReadOnlySequence<byte> line, int endBytes)
    {
        _number++;
        _bytes += line.Length + endBytes;
        if (_bytes > BodyLimits.LinesBytes || line.Length > BodyLimits.JsonBytes)
        {
            _lines.Add(new BodyLine(_number, default, _bytes > BodyLimits.LinesBytes ? BodyLimits.LinesBytes : BodyLimits.JsonBytes));
            _ended = true;
            return;
        }

        byte[] bytes = line.ToArray();
        if (!BodyLines.IsBlank(bytes))
        {
            _lines.Add(new BodyLine(_number, bytes, 0));
        }
    }
}
