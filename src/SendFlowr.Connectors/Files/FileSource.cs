using System.Security.Cryptography;
using SendFlowr.Connectors.Csv;
using SendFlowr.Connectors.Definitions;
using SendFlowr.Connectors.Mapping;

namespace SendFlowr.Connectors.Files;

/// <summary>Reads a file of NDJSON, JSON or CSV, also gzipped, as batches of whole documents with bounded memory.</summary>
/// <remarks>
/// One thread reads batches; each batch can then be mapped on any thread. A document over the limit is passed over without
/// being held: 64 KiB, its length and its hash remain. Not thread-safe, except for <see cref="Progress"/>.
/// </remarks>
public sealed class FileSource : IDisposable
{
    private readonly SourceContent content;
    private readonly FileSourceOptions options;
    private readonly DocumentSplitter splitter;
    private readonly int maxDocumentBytes;
    private byte[] carry;
    private int carryStart;
    private int carryEnd;
    private long carryOffset;
    private bool finished;
    private long documents;
    private long batches;

    private FileSource(string path, SourceContent content, byte[] head, int headLength, DocumentFormat format, FileSourceOptions options)
    {
        this.content = content;
        this.options = options;
        FileName = path;
        Format = format;
        carry = head;
        carryEnd = headLength;
        carryStart = head.AsSpan(0, headLength).StartsWith("\uFEFF"u8) ? 3 : 0;
        carryOffset = carryStart;
        maxDocumentBytes = format == DocumentFormat.Json ? options.MaxDocumentBytes : options.MaxLineBytes;
        splitter = format switch
        {
            DocumentFormat.Ndjson => new LineSplitter(),
            DocumentFormat.Json => new JsonSplitter(),
            _ => new CsvSplitter((byte)options.CsvDelimiter, options.MaxLineBytes),
        };
    }

    /// <summary>The name as it was given.</summary>
    public string FileName { get; }

    public DocumentFormat Format { get; }

    /// <summary>The header of a CSV file, null for other formats.</summary>
    public CsvHeader? Header { get; private set; }

    /// <summary>How far the file has been read. May be asked from another thread.</summary>
    public SourceProgress Progress => new(content.BytesRead, content.BytesTotal);

    private RejectionReason OversizeReason => Format == DocumentFormat.Json ? RejectionReason.TooLarge : RejectionReason.LineTooLong;

    /// <summary>Opens a file, checks that it is what its name says, and reads a CSV header.</summary>
    /// <exception cref="SourceFormatException">The content does not fit the name, or the format is not known.</exception>
    /// <exception cref="SourceDamagedException">The gzip data is damaged at its very beginning.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static FileSource Open(string path, FileSourceOptions options)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(options);
        byte[] head = new byte[options.BatchBytes];
        SourceContent content = SourceContent.Open(path, options.Format, head, out int length, out DocumentFormat format);
        FileSource source = new(path, content, head, length, format, options);
        try
        {
            if (format == DocumentFormat.Csv)
            {
                source.ReadHeader();
            }

            return source;
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>Makes a mapper for this file's documents, for one thread.</summary>
    /// <exception cref="DefinitionMismatchException">The file's header lacks columns that the definition reads.</exception>
    public IEventMapper CreateMapper(MapperFactory factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return Header is null ? factory.CreateJson() : factory.CreateCsv(Header);
    }

    /// <summary>Fills a batch with the next documents; false at the end, with an empty batch.</summary>
    /// <exception cref="SourceDamagedException">The file is damaged or ends early; everything whole before has been delivered.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public bool TryReadBatch(DocumentBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        batch.Clear(options.BatchBytes);
        if (finished)
        {
            return false;
        }

        int length = TakeCarry(batch);
        while (true)
        {
            length = content.Fill(batch.Buffer, length);
            int position = Split(batch, length);
            if (batch.Count == 0 && length - position > maxDocumentBytes)
            {
                PassOver(batch, position, length);
                break;
            }

            finished = batch.Count == 0 && content.Ended;
            if (finished || batch.Count > 0)
            {
                KeepCarry(batch.Buffer, position, length);
                break;
            }

            if (length == batch.Buffer.Length)
            {
                batch.Grow();
            }
        }

        if (finished)
        {
            ThrowIfIncomplete();
            return false;
        }

        batch.Sequence = batches++;
        documents += batch.Count;
        return true;
    }

    public void Dispose() => content.Dispose();

    private void ReadHeader()
    {
        DocumentBatch batch = new();
        batch.Clear(options.BatchBytes);
        int length = TakeCarry(batch);
        int position = 0;
        DocumentSlice slice;
        while (!splitter.TryNext(batch.Buffer.AsSpan(0, length), ref position, content.Ended, out slice))
        {
            if (content.Ended || length - position > maxDocumentBytes)
            {
                string found = content.Ended ? "the file is empty" : "its first line is longer than any header";
                throw new SourceFormatException(FileName, found, "A CSV file begins with a line of column names.");
            }

            if (length == batch.Buffer.Length)
            {
                batch.Grow();
            }

            length = content.Fill(batch.Buffer, length);
        }

        Header = CsvHeader.Parse(batch.Buffer.AsSpan(slice.Start, slice.Length), options.CsvDelimiter, out string error)
            ?? throw new SourceFormatException(FileName, error, "A CSV file begins with a line of column names.");
        KeepCarry(batch.Buffer, position, length);
    }

    private int TakeCarry(DocumentBatch batch)
    {
        int length = carryEnd - carryStart;
        while (batch.Buffer.Length < length)
        {
            batch.Grow();
        }

        carry.AsSpan(carryStart, length).CopyTo(batch.Buffer);
        return length;
    }

    /// <summary>Keeps what is behind the position for the next batch.</summary>
    private void KeepCarry(byte[] buffer, int position, int length)
    {
        if (carry.Length < length - position)
        {
            carry = new byte[length - position];
        }

        buffer.AsSpan(position, length - position).CopyTo(carry);
        carryStart = 0;
        carryEnd = length - position;
        carryOffset += position;
    }

    private int Split(DocumentBatch batch, int length)
    {
        int position = 0;
        ReadOnlySpan<byte> bytes = batch.Buffer.AsSpan(0, length);

        // What stands before damage is cut off somewhere: a last CSV record without its line end would look whole.
        bool final = content.Ended && content.Damage is null;
        while (splitter.TryNext(bytes, ref position, final, out DocumentSlice slice))
        {
            if (slice.Length <= maxDocumentBytes)
            {
                batch.Add(slice.Start, slice.Length, slice.Number, carryOffset + slice.Start);
                continue;
            }

            ReadOnlySpan<byte> document = bytes.Slice(slice.Start, slice.Length);
            OversizeDocument oversize = new(OversizeReason, slice.Length, SHA256.HashData(document));
            int kept = Math.Min(slice.Length, RawEvidence.MaxBytes);
            batch.AddOversize(slice.Start, kept, slice.Number, carryOffset + slice.Start, oversize);
        }

        return position;
    }

    /// <summary>Reads a document over the limit to its end, keeping its beginning only.</summary>
    private void PassOver(DocumentBatch batch, int position, int length)
    {
        long start = carryOffset + position;
        long number = splitter.BeginSkip();
        int kept = Math.Min(length - position, RawEvidence.MaxBytes);
        int scratch = position + kept;
        if (scratch == batch.Buffer.Length)
        {
            batch.Grow();
        }

        byte[] buffer = batch.Buffer;
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        bool done = splitter.Skip(buffer.AsSpan(position, length - position), out int bytes, out int consumed);
        hash.AppendData(buffer, position, bytes);
        long total = bytes;
        long passed = consumed;
        int next = position + consumed;

        // The beginning stays where it is; the rest of the buffer takes what is read and forgotten.
        while (!done && !content.Ended)
        {
            length = content.Fill(buffer, scratch);
            done = splitter.Skip(buffer.AsSpan(scratch, length - scratch), out bytes, out consumed);
            hash.AppendData(buffer, scratch, bytes);
            total += bytes;
            passed += consumed;
            next = scratch + consumed;
        }

        OversizeDocument oversize = new(OversizeReason, total, hash.GetHashAndReset());
        batch.AddOversize(position, kept, number, start, oversize);
        KeepCarry(buffer, next, length);
        carryOffset = start + passed;
    }

    private void ThrowIfIncomplete()
    {
        if (content.Damage is not null)
        {
            throw new SourceDamagedException(FileName, documents, "the gzip data ends early or is damaged", content.Damage);
        }

        if (splitter.EndsInside)
        {
            throw new SourceDamagedException(FileName, documents, "the file ends inside an array", null);
        }
    }
}
