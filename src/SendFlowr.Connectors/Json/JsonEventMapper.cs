using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using SendFlowr.Connectors.Definitions;
using SendFlowr.Connectors.Evaluation;
using SendFlowr.Connectors.Mapping;

namespace SendFlowr.Connectors.Json;

/// <summary>Maps JSON documents. Not thread-safe.</summary>
internal sealed class JsonEventMapper : IEventMapper
{
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MappingLimits.JsonDepth };

    private readonly JsonNode documentRoot;
    private readonly JsonNode eventRoot;
    private readonly JsonScanner scanner;
    private readonly FieldTable table;
    private readonly EventEvaluator evaluator;
    private readonly TextScratch scratch = new();
    private readonly string? splitPath;
    private readonly int splitSlot = -1;

    public JsonEventMapper(ConnectorDefinition definition, MapperOptions options)
    {
        JsonSlotSource slots = new(definition.Split is not null, definition.RejectUnknownFields);
        if (definition.Split is not null)
        {
            splitPath = definition.Split.Text;
            splitSlot = slots.SplitSlot(definition.Split);
        }

        EventPlan plan = new PlanCompiler(definition, options, slots).Compile();
        documentRoot = slots.DocumentRoot;
        eventRoot = slots.EventRoot;
        table = slots.CreateTable();
        scanner = new JsonScanner(table, slots.NodeCount);
        evaluator = new EventEvaluator(plan, table);
    }

    public void Map(ReadOnlySpan<byte> document, long receivedAtMilliseconds, IMappingSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        if (!Utf8.IsValid(document))
        {
            Reject(sink, RejectionReason.NotUtf8, "the bytes are not UTF-8; save or send the feed as UTF-8", document.Length);
            return;
        }

        table.ClearEvent();
        table.ClearDocument();
        if (!TryScanDocument(document, out JsonTokenType first, out RejectionReason reason, out string detail))
        {
            Reject(sink, reason, detail, document.Length);
        }
        else if (splitPath is not null && scanner.HasFailure)
        {
            EventFailure failure = scanner.Failure;
            sink.OnRejected(new Rejection(-1, failure.Reason, failure.Path, failure.Detail, 0, document.Length));
        }
        else if (splitPath is not null)
        {
            Split(document, first, receivedAtMilliseconds, sink);
        }
        else if (first != JsonTokenType.StartObject)
        {
            Reject(sink, RejectionReason.NotAnObject, "the document is JSON but not an object {…}", document.Length);
        }
        else
        {
            Evaluate(document, 0, 0, document.Length, receivedAtMilliseconds, sink);
        }
    }

    private static void Reject(IMappingSink sink, RejectionReason reason, string detail, int length) =>
        sink.OnRejected(new Rejection(-1, reason, "", detail, 0, length));

    private bool TryScanDocument(ReadOnlySpan<byte> document, out JsonTokenType first, out RejectionReason reason, out string detail)
    {
        reason = default;
        detail = "";
        first = JsonTokenType.None;
        Utf8JsonReader reader = new(document, ReaderOptions);
        try
        {
            reader.Read();
            first = reader.TokenType;
            scanner.Scan(ref reader, documentRoot, 0);
            reader.Read();
            return true;
        }
        catch (JsonException)
        {
            // The exception's own text quotes the document, so only the place is passed on.
            bool opened = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
            bool deep = reader.CurrentDepth + (opened ? 1 : 0) >= MappingLimits.JsonDepth;
            reason = deep ? RejectionReason.TooDeep : RejectionReason.MalformedJson;
            detail = deep
                ? $"nested deeper than {MappingLimits.JsonDepth} levels"
                : string.Create(CultureInfo.InvariantCulture, $"not valid JSON at byte {reader.BytesConsumed} of {document.Length}");
            return false;
        }
    }

    private void Split(ReadOnlySpan<byte> document, JsonTokenType first, long receivedAtMilliseconds, IMappingSink sink)
    {
        Capture array = table.Slots[splitSlot];
        if (splitPath == "$" && first == JsonTokenType.StartObject)
        {
            array = array with { Kind = CaptureKind.Object };
        }
        else if (array.Kind != CaptureKind.Array)
        {
            bool absent = !array.IsThere;
            sink.OnRejected(new Rejection(
                -1,
                absent ? RejectionReason.MissingField : RejectionReason.WrongType,
                splitPath!,
                absent ? "the document has no array of events here" : "an array of events is expected here",
                0,
                document.Length));
            return;
        }

        Utf8JsonReader reader = new(document.Slice(array.Start, array.Length), ReaderOptions);
        reader.Read();
        if (array.Kind == CaptureKind.Object)
        {
            Member(ref reader, document, array.Start, 0, receivedAtMilliseconds, sink);
            return;
        }

        for (int index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            Member(ref reader, document, array.Start, index, receivedAtMilliseconds, sink);
        }
    }

    private void Member(
        ref Utf8JsonReader reader, ReadOnlySpan<byte> document, int offset, int index, long receivedAtMilliseconds, IMappingSink sink)
    {
        int start = offset + (int)reader.TokenStartIndex;
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            table.ClearEvent();
            scanner.Scan(ref reader, eventRoot, offset);
            Evaluate(document, index, start, offset + (int)reader.BytesConsumed - start, receivedAtMilliseconds, sink);
            return;
        }

        reader.Skip();
        int length = offset + (int)reader.BytesConsumed - start;
        sink.OnRejected(new Rejection(
            index, RejectionReason.NotAnObject, PathOf(index, ""), "the event is not an object {…}", start, length));
    }

    private void Evaluate(
        ReadOnlySpan<byte> document, int index, int start, int length, long receivedAtMilliseconds, IMappingSink sink)
    {
        EventFailure failure = scanner.Failure;
        if (!scanner.HasFailure)
        {
            scratch.Reset();
            Verdict verdict = evaluator.Evaluate(new DocumentView(document, scratch), receivedAtMilliseconds);
            if (verdict == Verdict.Event)
            {
                sink.OnEvent(new MappedEvent { Index = index, Event = evaluator.Event, Dropped = evaluator.Dropped });
                return;
            }

            if (verdict == Verdict.Ignored)
            {
                sink.OnIgnored(index);
                return;
            }

            failure = evaluator.Failure;
        }

        sink.OnRejected(new Rejection(index, failure.Reason, PathOf(index, failure.Path), failure.Detail, start, length));
    }

    /// <summary>A path within an event as a path within its document.</summary>
    private string PathOf(int index, string path)
    {
        if (splitPath is null || path.StartsWith('$'))
        {
            return path;
        }

        string member = string.Create(CultureInfo.InvariantCulture, $"{splitPath}[{index}]");
        return path.Length == 0 ? member : $"{member}.{path}";
    }
}
