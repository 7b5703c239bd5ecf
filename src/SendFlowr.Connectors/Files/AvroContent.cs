using System.Text.Encodings.Web;
using System.Text.Json;
using SendFlowr.Avro.Containers;
using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Json;

namespace SendFlowr.Connectors.Files;

/// <summary>The records of an Avro container file as lines of JSON, so that the same definitions map them.</summary>
/// <remarks>Record n is line n. Damage ends the content after the last record before it.</remarks>
internal sealed class AvroContent : IDocumentContent
{
    /// <summary>For a text the writer asks for up to six times the bytes that it takes in the end.</summary>
    private const int RoomFactor = 8;
    private const int MaxDocumentBytes = int.MaxValue / 16;

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly SourceContent file;
    private readonly int maxDocumentBytes;
    private readonly ContainerReader reader;
    private readonly JsonLineBuffer line;
    private readonly Utf8JsonWriter writer = new(Stream.Null, WriterOptions);
    private int linePosition;
    private bool recordsEnded;

    private AvroContent(SourceContent file, int maxDocumentBytes)
    {
        this.file = file;
        this.maxDocumentBytes = Math.Min(maxDocumentBytes, MaxDocumentBytes);
        reader = new ContainerReader(new ContentStream(file));
        line = new JsonLineBuffer(this.maxDocumentBytes * RoomFactor);
    }

    public long BytesRead => file.BytesRead;

    public long BytesTotal => file.BytesTotal;

    public int StartOffset => 0;

    public bool Ended => recordsEnded && linePosition == line.Length;

    public ContentDamage? Damage { get; private set; }

    /// <summary>Reads the header; takes the file over.</summary>
    /// <exception cref="SourceFormatException">The header is damaged, or its schema or codec cannot be used.</exception>
    public static AvroContent Open(string path, SourceContent file, int maxDocumentBytes)
    {
        try
        {
            return new AvroContent(file, maxDocumentBytes);
        }
        catch (ContainerDataException exception)
        {
            file.Dispose();
            throw new SourceFormatException(path, exception.Message.TrimEnd('.'), "Nothing of it was read.");
        }
    }

    public int Fill(byte[] buffer, int length)
    {
        while (length < buffer.Length && (linePosition < line.Length || NextLine()))
        {
            int count = Math.Min(line.Length - linePosition, buffer.Length - length);
            line.Written.Slice(linePosition, count).CopyTo(buffer.AsSpan(length));
            linePosition += count;
            length += count;
        }

        return length;
    }

    public void Dispose()
    {
        writer.Dispose();
        file.Dispose();
    }

    private bool NextLine()
    {
        line.Clear();
        linePosition = 0;
        try
        {
            if (!recordsEnded && reader.TryRead(out AvroValue value))
            {
                Write(value);
                return true;
            }
        }
        catch (ContainerDataException exception)
        {
            Damage = new ContentDamage(exception.Message.TrimEnd('.'), exception);
        }

        recordsEnded = true;

        // Packed data that was cut short looks like an Avro file that was, or that ends between two blocks.
        Damage = file.Damage ?? Damage;
        return false;
    }

    private void Write(AvroValue value)
    {
        writer.Reset(line);
        try
        {
            AvroJson.Write(writer, reader.ReaderSchema, value);
            writer.Flush();
        }
        catch (JsonLineTooLongException)
        {
            // Its length is not known, only that it is too long: whoever cuts lines makes an oversize document of it.
            line.SetLength(maxDocumentBytes + 1);
        }

        line.GetSpan(1)[0] = (byte)'\n';
        line.Advance(1);
    }

    /// <summary>The file as the stream that the reader of containers asks for.</summary>
    private sealed class ContentStream(SourceContent file) : Stream
    {
        private readonly byte[] chunk = new byte[64 << 10];
        private int position;
        private int end;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (position == end)
            {
                position = 0;
                end = file.Fill(chunk, 0);
            }

            int taken = Math.Min(count, end - position);
            chunk.AsSpan(position, taken).CopyTo(buffer.AsSpan(offset));
            position += taken;
            return taken;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
