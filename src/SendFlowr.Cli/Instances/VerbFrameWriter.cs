using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using SendFlowr.Cli.Output;

namespace SendFlowr.Cli.Instances;

/// <summary>The two streams of a forwarded verb as frames in one pipe, which waits when its reader is slow. Thread-safe.</summary>
internal sealed class VerbFrameWriter
{
    private readonly object _lock = new();
    private readonly PipeWriter _pipe;

    public VerbFrameWriter(PipeWriter pipe)
    {
        _pipe = pipe;
        Output = new FrameStream(this, VerbFrameKind.Output);
        Error = new FrameStream(this, VerbFrameKind.Error);
    }

    public Stream Output { get; }

    public Stream Error { get; }

    /// <summary>The last frame.</summary>
    public void WriteExit(int exitCode)
    {
        byte[] code = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(code, exitCode);
        Write(VerbFrameKind.Exit, code);
    }

    private void Write(VerbFrameKind kind, ReadOnlySpan<byte> bytes)
    {
        Span<byte> header = stackalloc byte[VerbFrame.HeaderBytes];
        lock (_lock)
        {
            while (!bytes.IsEmpty)
            {
                ReadOnlySpan<byte> part = bytes[..Math.Min(bytes.Length, VerbFrame.MaxBytes)];
                bytes = bytes[part.Length..];
                VerbFrame.WriteHeader(header, kind, part.Length);
                _pipe.Write(header);
                _pipe.Write(part);
                if (_pipe.FlushAsync().AsTask().GetAwaiter().GetResult().IsCompleted)
                {
                    throw new IOException("nobody reads the answer any more.");
                }
            }
        }
    }

    private sealed class FrameStream(VerbFrameWriter owner, VerbFrameKind kind) : WriteOnlyStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => owner.Write(kind, buffer);

        public override void Flush()
        {
        }
    }
}
