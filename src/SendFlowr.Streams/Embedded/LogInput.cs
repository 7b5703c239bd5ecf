using SendFlowr.Streams.Logs;
using SendFlowr.Streams.Tasks;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Embedded;

/// <summary>Records of one source within one frame, which a task is to process.</summary>
/// <param name="Source">Number of the source in the topology.</param>
/// <param name="Frame">The frame they are in.</param>
/// <param name="Entry">Their place in its directory.</param>
/// <param name="Output">The whole entry.</param>
/// <param name="SkipBytes">Bytes at its beginning that were processed before.</param>
/// <param name="FirstOffset">Offset of the first record behind those.</param>
internal readonly record struct InputSlice(int Source, FrameView Frame, int Entry, FrameOutput Output, int SkipBytes, long FirstOffset);

/// <summary>
/// What one task reads from the log. Records of all its sources come in the order in which they were appended, whatever their topic.
/// The committed offsets say what was processed; the place in the log kept here only says where to look.
/// </summary>
internal sealed class LogInput
{
    /// <summary>Most bytes of frames looked through for one step.</summary>
    private const long MaxScannedBytes = 64L << 20;

    private readonly List<InputSlice> _slices = [];
    private readonly int[] _sourceOfTopic;
    private readonly (int Source, int Topic, int Partition)[] _inputs;
    private readonly TaskState _state;
    private Place _committed;
    private Place _gathered;
    private Place _next;

    public LogInput(StreamTask task, LogCatalog catalog)
    {
        _state = task.Committed;
        _sourceOfTopic = new int[catalog.Topics.Count];
        Array.Fill(_sourceOfTopic, -1);
        var inputs = new List<(int, int, int)>();
        for (int source = 0; source < task.Topology.Sources.Count; source++)
        {
            SourceDefinition definition = task.Topology.Sources[source];
            if (definition.Kind != SourceKind.Feed)
            {
                int topic = catalog.TopicNumber(definition.Topic);
                _sourceOfTopic[topic] = inputs.Count;
                inputs.Add((source, topic, definition.Kind == SourceKind.Broadcast ? 0 : task.Id.Partition));
            }
        }

        _inputs = [.. inputs];
    }

    public IReadOnlyList<InputSlice> Slices => _slices;

    /// <summary>Source, topic and partition of every input that is in the log.</summary>
    public IReadOnlyList<(int Source, int Topic, int Partition)> Inputs => _inputs;

    public bool HasWaiting(TopicOffsets ends) => HasWaiting(ends, _state);

    /// <summary>Whether the log holds records behind the positions of a state, the committed or the current one.</summary>
    public bool HasWaiting(TopicOffsets ends, TaskState state)
    {
        foreach ((int source, int topic, int partition) in _inputs)
        {
            if (state.Positions[source] < ends[topic, partition])
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Finds the segment to begin with, after opening.</summary>
    public void Locate(FrameLog log)
    {
        long position = log.End;
        foreach ((int source, int topic, int partition) in _inputs)
        {
            if (_state.Positions[source] < log.NextOffsets[topic, partition])
            {
                position = Math.Min(position, SegmentOf(log, topic, partition, _state.Positions[source]).Start);
            }
        }

        _committed = new Place(position, 0, 0, 0);
    }

    /// <summary>The segment that has an offset of a partition.</summary>
    public static Segment SegmentOf(FrameLog log, int topic, int partition, long offset)
    {
        IReadOnlyList<Segment> segments = log.Segments;
        int index = segments.Count - 1;
        while (index > 0 && (topic >= segments[index].FirstOffsets.TopicCount || segments[index].FirstOffsets[topic, partition] > offset))
        {
            index--;
        }

        return segments[index];
    }

    /// <summary>Collects what waits, up to about the limits; false when there is nothing.</summary>
    public bool Gather(FrameSource frames, FrameLog log, int maxRecords, long maxBytes)
    {
        _slices.Clear();
        if (!HasWaiting(log.NextOffsets))
        {
            _committed = new Place(log.End, 0, 0, 0);
            _gathered = _committed;
            _next = _committed;
            return false;
        }

        // Segments without records for this task may have been deleted meanwhile.
        Place place = _committed.Frame >= log.Start ? _committed : new Place(log.Start, 0, 0, 0);
        long scanFrom = place.Frame;
        long records = 0;
        long bytes = 0;
        while (place.Frame < log.End && records < maxRecords && bytes < maxBytes && place.Frame - scanFrom < MaxScannedBytes)
        {
            if (log.SkipHeader(place.Frame) is var behind && behind != place.Frame)
            {
                place = new Place(behind, 0, 0, 0);
                continue;
            }

            FrameView frame = frames.Get(place.Frame);
            AddSlices(frame, place, ref records, ref bytes);
            place = new Place(frame.Header.End, 0, 0, 0);
        }

        if (_slices.Count == 0)
        {
            _committed = place;
        }

        _gathered = place;
        _next = place;
        return true;
    }

    /// <summary>The running step stopped at a byte of a slice, before the record of an offset.</summary>
    public void StoppedAt(in InputSlice slice, int byteInOutput, long offset) =>
        _next = new Place(slice.Frame.Header.Position, slice.Entry, byteInOutput, offset);

    public void Commit()
    {
        _committed = _next;
        _slices.Clear();
    }

    public void Abort()
    {
        _next = _gathered;
        _slices.Clear();
    }

    private void AddSlices(in FrameView frame, in Place place, ref long records, ref long bytes)
    {
        int outputs = frame.OutputCount;
        for (int entry = place.Entry; entry < outputs; entry++)
        {
            FrameOutput output = frame.Output(entry);
            int input = _sourceOfTopic[output.Topic];
            if (input < 0 || _inputs[input].Partition != output.Partition)
            {
                continue;
            }

            int source = _inputs[input].Source;
            if (output.EndOffset <= _state.Positions[source])
            {
                continue;
            }

            bool isResumed = entry == place.Entry && place.Byte > 0;
            long firstOffset = isResumed ? place.Offset : output.FirstOffset;
            int skip = isResumed ? place.Byte : 0;
            _slices.Add(new InputSlice(source, frame, entry, output, skip, firstOffset));
            records += output.EndOffset - Math.Max(firstOffset, _state.Positions[source]);
            bytes += output.Length - skip;
        }
    }

    /// <summary>A place in the log: a frame, an entry of its directory, and a byte within it with the offset of the record there.</summary>
    private readonly record struct Place(long Frame, int Entry, int Byte, long Offset);
}
