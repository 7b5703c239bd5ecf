using System.Security.Cryptography;
using SendFlowr.Connectors.Csv;
using SendFlowr.Connectors.Definitions;
using SendFlowr.Connectors.Mapping;

namespace SendFlowr.Connectors.Files;

/// <summary>Reads a file of NDJSON, JSON, CSV or Avro, also gzipped, as batches of whole documents with bounded memory.</summary>
/// <remarks>
/// One thread reads batches; each batch can then be mapped on any thread. A document over the limit is passed over without
/// being held: 64 KiB, its length and its hash remain. Not thread-safe, except for <see cref="Progress"/>.
/// </remarks>
public sealed class FileSource : IDisposable
{
    private readonly IDocumentContent content;
    private readonly FileSourceOptions options;
    private readonly DocumentSplitter splitter;
    private readonly int maxDocumentBytes;
    private byte[] carry = [];
    private int carryLength;
    private long carryOffset;
    private bool finished;
    private long documents;
    private long batches;

    private FileSource(string path, SourceContent file, DocumentFormat format, FileSourceOptions options)
    {
        this.options = options;
        FileName = path;
        Format = format;
        maxDocumentBytes = IsDocuments ? options.MaxDocumentBytes : options.MaxLineBytes;
        content = format == DocumentFormat.Avro ? AvroContent.Open(path, file, maxDocumentBytes) : file;
        carryOffset = content.StartOffset;
        splitter = format switch
        {
            DocumentFormat.Ndjson or DocumentFormat.Avro => new LineSplitter(),
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

    private bool IsDocuments => Format is DocumentFormat.Json or DocumentFormat.Avro;

    private RejectionReason OversizeReason => IsDocuments ? RejectionReason.TooLarge : RejectionReason.LineTooLong;

    /// <summary>Opens a file, checks that it is what its name says, and reads a CSV header.</summary>
    /// <exception cref="SourceFormatException">The content does not fit the name, or the format is not known.</exception>
    /// <exception cref="SourceDamagedException">The gzip data is damaged at its very beginning.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static FileSource Open(string path, FileSourceOptions options)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(options);
        SourceContent content = SourceContent.Open(path, options.Format, out DocumentFormat format);
        FileSource source = new(path, content, format, options);
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
        int position = 0;
        while (true)
        {
            length = content.Fill(batch.Buffer, length);
            Split(batch, length, ref position);
            // One byte more, because a carriage return does not count.
            if (batch.Count == 0 && length - position > maxDocumentBytes + 1)
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

        if (slice.Length > maxDocumentBytes)
        {
            throw new SourceFormatException(FileName, "its first line is longer than any header", "A CSV file begins with a line of column names.");
        }

        Header = CsvHeader.Parse(WithoutReturn(batch.Buffer.AsSpan(slice.Start, slice.Length)), options.CsvDelimiter, out string error)
            ?? throw new SourceFormatException(FileName, error, "A CSV file begins with a line of column names.");
        KeepCarry(batch.Buffer, position, length);
    }

    private int TakeCarry(DocumentBatch batch)
    {
        while (batch.Buffer.Length < carryLength)
        {
            batch.Grow();
        }

        carry.AsSpan(0, carryLength).CopyTo(batch.Buffer);
        return carryLength;
    }

    /// <summary>Keeps what is behind the position for the next batch.</summary>
    private void KeepCarry(byte[] buffer, int position, int length)
    {
        if (carry.Length < length - position)
        {
            carry = new byte[length - position];
        }

        buffer.AsSpan(position, length - position).CopyTo(carry);
        carryLength = length - position;
        carryOffset += position;
    }

    /// <summary>Adds the whole documents from a position on, and moves it behind what the splitter has taken note of.</summary>
    private void Split(DocumentBatch batch, int end, ref int position)
    {
        ReadOnlySpan<byte> bytes = batch.Buffer.AsSpan(0, end);

        // What stands before damage is cut off somewhere: a last CSV record without its line end would look whole.
        bool final = content.Ended && content.Damage is null;
        while (splitter.TryNext(bytes, ref position, final, out DocumentSlice slice))
        {
            ReadOnlySpan<byte> document = bytes.Slice(slice.Start, slice.Length);
            int length = WithoutReturn(document).Length;
            if (length <= maxDocumentBytes)
            {
                batch.Add(slice.Start, length, slice.Number, carryOffset + slice.Start);
                continue;
            }

            OversizeDocument oversize = new(OversizeReason, slice.Length, SHA256.HashData(document));
            int kept = Math.Min(slice.Length, RawEvidence.MaxBytes);
            batch.AddOversize(slice.Start, kept, slice.Number, carryOffset + slice.Start, oversize);
        }
    }

    /// <summary>A line without the carriage return before its end; JSON may end in white space of its own.</summary>
    private ReadOnlySpan<byte> WithoutReturn(ReadOnlySpan<byte> document) =>
        Format != DocumentFormat.Json && !document.IsEmpty && document[^1] == (byte)'\r' ? document[..^1] : document;

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

        if (!done)
        {
            splitter.EndSkip();
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
            throw new SourceDamagedException(FileName, documents, content.Damage.Problem, content.Damage.Cause);
        }

        if (splitter.EndsInside)
        {
            throw new SourceDamagedException(FileName, documents, "the file ends inside an array", null);
        }
    }
}
