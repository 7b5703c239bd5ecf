namespace SendFlowr.Cli.Output;

/// <summary>Writes through to another stream until a token is cancelled; a writer that knows no token then ends at its next write.</summary>
internal sealed class CancellableStream(Stream inner, CancellationToken cancellation) : WriteOnlyStream
{
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        cancellation.ThrowIfCancellationRequested();
        inner.Write(buffer);
    }

    public override void Flush() => inner.Flush();
}
