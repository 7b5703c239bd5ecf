using SendFlowr.Avro.Binary;
using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Resolution;
using SendFlowr.Avro.Schemas;

namespace SendFlowr.Avro.Containers;

/// <summary>Reads an Avro object container file (specification 1.12) from a stream, record by record.</summary>
/// <remarks>Holds one block at a time. A block is delivered only after its sync marker was found to be right, and the checksum of its
/// codec, if that has one. After a <see cref="ContainerDataException"/> every further read throws the same. Not thread-safe; the stream is
/// not disposed of.</remarks>
public sealed class ContainerReader
{
    private readonly ContainerInput input;
    private readonly ContainerLimits limits;
    private readonly DatumReader datumReader;
    private readonly ByteBuffer stored = new();
    private readonly ByteBuffer unpacked = new();
    private readonly ByteBuffer marker = new();
    private ByteBuffer data;
    private int dataPosition;
    private long blockPosition;
    private long recordsLeft;
    private long emptyRecordsLeft;
    private ContainerDataException? damage;

    /// <summary>Reads the header.</summary>
    /// <param name="stream">The file, from its beginning.</param>
    /// <param name="readerSchema">The schema that records are wanted in; null: the file's own.</param>
    /// <param name="limits">Bounds; null: the default ones.</param>
    /// <exception cref="ContainerDataException">The header is damaged, or names a codec or schema that cannot be used.</exception>
    /// <exception cref="AvroSchemaException">The reader's schema cannot read the file's.</exception>
    public ContainerReader(Stream stream, AvroSchema? readerSchema = null, ContainerLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        this.limits = limits ?? ContainerLimits.Default;
        input = new ContainerInput(stream);
        Header = ContainerHeader.Read(input, this.limits);
        datumReader = new DatumReader(Header.Schema, readerSchema ?? Header.Schema, this.limits.Datum);
        emptyRecordsLeft = this.limits.MaxEmptyRecords;
        data = stored;
    }

    public ContainerHeader Header { get; }

    /// <summary>The schema that records are read in.</summary>
    public AvroSchema ReaderSchema => datumReader.ReaderSchema;

    /// <summary>Records read so far.</summary>
    public long Records => input.Records;

    /// <summary>Bytes of the file taken so far: the end of the current block.</summary>
    public long Position => input.Position;

    /// <summary>Reads the next record in the reader's schema; false at the end of the file.</summary>
    /// <exception cref="ContainerDataException">The file is damaged or cut short from here on.</exception>
    public bool TryRead(out AvroValue value)
    {
        value = default;
        if (!MoveToRecord())
            return false;
        AvroReader reader = new(data.Written[dataPosition..]);
        try
        {
            value = datumReader.Read(ref reader);
        }
        catch (AvroDataException exception)
        {
            throw Fail(BadRecord(exception), blockPosition, exception);
        }

        Advance(reader.Position);
        return true;
    }

    /// <summary>Reads the bytes of the next record as the file has them, in the file's schema; false at the end of the file.</summary>
    /// <param name="datum">Valid until the next read.</param>
    /// <exception cref="ContainerDataException">The file is damaged or cut short from here on.</exception>
    public bool TryReadDatum(out ReadOnlySpan<byte> datum)
    {
        datum = default;
        if (!MoveToRecord())
            return false;
        AvroReader reader = new(data.Written[dataPosition..]);
        try
        {
            DatumBudget budget = new(limits.Datum);
            DatumSkipper.Skip(Header.Schema, ref reader, ref budget);
        }
        catch (AvroDataException exception)
        {
            throw Fail(BadRecord(exception), blockPosition, exception);
        }

        datum = data.Written.Slice(dataPosition, reader.Position);
        Advance(reader.Position);
        return true;
    }

    private static string BadRecord(AvroDataException exception) =>
        $"A record of the block that begins here is not what the file's schema says. {exception.Message}";

    private void Advance(int bytes)
    {
        dataPosition += bytes;
        recordsLeft--;
        input.Records++;
    }

    private bool MoveToRecord()
    {
        if (damage is not null)
            throw damage;
        try
        {
            // Blocks without records are allowed.
            while (recordsLeft == 0)
            {
                if (dataPosition < data.Length)
                {
                    throw input.Error(
                        $"{data.Length - dataPosition} bytes follow the last record of the block that begins here. Check who wrote the file.",
                        blockPosition);
                }

                if (!ReadBlock())
                    return false;
            }

            return true;
        }
        catch (ContainerDataException exception)
        {
            damage = exception;
            throw;
        }
    }

    private bool ReadBlock()
    {
        blockPosition = input.Position;
        if (input.TryReadLong("The record count of a block") is not { } count)
            return false;
        long size = input.ReadLong("The size of a block");
        if (count < 0 || size < 0 || size > limits.MaxBlockBytes)
        {
            throw input.Error(
                $"The block says that it holds {count} records in {size} bytes; allowed are 0 to MaxBlockBytes = {limits.MaxBlockBytes} bytes. "
                + "Fetch the file again, write it with smaller blocks, or raise MaxBlockBytes.",
                blockPosition);
        }

        input.Read(stored, (int)size, "The block that begins here");
        long markerPosition = input.Position;
        input.Read(marker, ContainerHeader.SyncMarkerBytes, "The sync marker of a block");
        if (!marker.Written.SequenceEqual(Header.SyncMarker.Span))
        {
            throw input.Error(
                $"The block that begins at byte {blockPosition} ends without the file's sync marker: the file is damaged there. Fetch it again.",
                markerPosition);
        }

        data = Header.Codec == ContainerCodec.Null ? stored : unpacked;
        if (data == unpacked && BlockCodec.Decompress(Header.Codec, stored.Segment, unpacked, limits.MaxBlockBytes) is { } problem)
            throw input.Error(problem, blockPosition);
        TakeCount(count);
        return true;
    }

    // A count beyond the bytes means records without bytes, of which a file of a few bytes could promise more than can ever be read.
    private void TakeCount(long count)
    {
        long empty = Math.Max(0, count - data.Length);
        if (empty > emptyRecordsLeft)
        {
            throw input.Error(
                $"The block says that it holds {count} records in {data.Length} bytes, more than MaxEmptyRecords = {limits.MaxEmptyRecords} "
                + "records without bytes. Fetch the file again.",
                blockPosition);
        }

        emptyRecordsLeft -= empty;
        recordsLeft = count;
        dataPosition = 0;
    }

    private ContainerDataException Fail(string problem, long position, Exception inner) => damage = input.Error(problem, position, inner);
}
