using SendFlowr.Avro.Binary;
using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Schemas;

namespace SendFlowr.Avro.Containers;

/// <summary>Writes an Avro object container file (specification 1.12) to a stream.</summary>
/// <remarks>Holds one block at a time. What was appended is in the stream after <see cref="Flush"/> or <see cref="Dispose"/>. Not
/// thread-safe; the stream is not disposed of.</remarks>
public sealed class ContainerWriter : IDisposable
{
    private readonly Stream stream;
    private readonly ContainerWriterOptions options;
    private readonly DatumWriter datumWriter;
    private readonly byte[] syncMarker;
    private readonly AvroWriter block = new(maxBytes: AvroWriter.DefaultMaxBytes);
    private readonly AvroWriter head = new();
    private readonly MemoryStream packed = new();
    private long blockRecords;
    private bool disposed;

    /// <summary>Writes the header.</summary>
    /// <param name="stream">Where the file goes.</param>
    /// <param name="schemaText">The schema of every record; the file keeps this text.</param>
    /// <param name="syncMarker">16 bytes that are unlikely to stand anywhere else: random, or a hash of what the file is.</param>
    /// <param name="options">Codec, size of blocks, further entries of the header; null: the default ones.</param>
    /// <exception cref="AvroSchemaException">The schema is invalid.</exception>
    /// <exception cref="ArgumentException">The marker is not 16 bytes long, or a name of the metadata is reserved.</exception>
    public ContainerWriter(Stream stream, string schemaText, ReadOnlySpan<byte> syncMarker, ContainerWriterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(schemaText);
        if (syncMarker.Length != ContainerHeader.SyncMarkerBytes)
        {
            throw new ArgumentException(
                $"A sync marker has {ContainerHeader.SyncMarkerBytes} bytes, not {syncMarker.Length}.", nameof(syncMarker));
        }

        options ??= ContainerWriterOptions.Default;
        if (options.Metadata.Keys.FirstOrDefault(IsReserved) is { } reserved)
            throw new ArgumentException($"The metadata '{reserved}' begins with 'avro.', which is Avro's own. Choose another name.", nameof(options));
        this.stream = stream;
        this.options = options;
        this.syncMarker = syncMarker.ToArray();
        datumWriter = new DatumWriter(AvroSchema.Parse(schemaText));
        WriteHeader(schemaText);
    }

    public AvroSchema Schema => datumWriter.Schema;

    /// <summary>Records appended so far.</summary>
    public long Records { get; private set; }

    /// <exception cref="AvroDataException">The value does not fit the schema; the file is as it was before.</exception>
    public void Append(AvroValue value)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        datumWriter.Write(value, block);
        EndRecord();
    }

    /// <summary>Appends a record whose bytes were written with the file's schema; they are not looked at.</summary>
    public void AppendDatum(ReadOnlySpan<byte> datum)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        block.WriteFixed(datum);
        EndRecord();
    }

    /// <summary>Ends the current block, if there is any, and flushes the stream.</summary>
    public void Flush()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        WriteBlock();
        stream.Flush();
    }

    /// <summary>Ends the file.</summary>
    public void Dispose()
    {
        if (disposed)
            return;
        Flush();
        disposed = true;
        packed.Dispose();
    }

    private static bool IsReserved(string key) => key.StartsWith(ContainerHeader.ReservedPrefix, StringComparison.Ordinal);

    private void EndRecord()
    {
        blockRecords++;
        Records++;
        if (block.Length >= options.BlockBytes)
            WriteBlock();
    }

    private void WriteHeader(string schemaText)
    {
        head.WriteFixed(ContainerHeader.Magic);
        head.WriteBlockStart(2 + options.Metadata.Count);
        head.WriteString(ContainerHeader.SchemaKey);
        head.WriteString(schemaText);
        head.WriteString(ContainerHeader.CodecKey);
        head.WriteString(BlockCodec.NameOf(options.Codec));
        foreach ((string key, ReadOnlyMemory<byte> value) in options.Metadata)
        {
            head.WriteString(key);
            head.WriteBytes(value.Span);
        }

        head.WriteBlocksEnd();
        head.WriteFixed(syncMarker);
        stream.Write(head.WrittenSpan);
    }

    private void WriteBlock()
    {
        if (blockRecords == 0)
            return;
        ReadOnlySpan<byte> data = block.WrittenSpan;
        if (options.Codec != ContainerCodec.Null)
        {
            BlockCodec.Compress(options.Codec, data, packed);
            data = packed.GetBuffer().AsSpan(0, (int)packed.Length);
        }

        head.Clear();
        head.WriteLong(blockRecords);
        head.WriteLong(data.Length);
        stream.Write(head.WrittenSpan);
        stream.Write(data);
        stream.Write(syncMarker);
        block.Clear();
        blockRecords = 0;
    }
}
