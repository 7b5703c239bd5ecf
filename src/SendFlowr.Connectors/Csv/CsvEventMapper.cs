using System.Text.Unicode;
using SendFlowr.Connectors.Definitions;
using SendFlowr.Connectors.Evaluation;
using SendFlowr.Connectors.Mapping;

namespace SendFlowr.Connectors.Csv;

/// <summary>Maps the records of CSV files with one header. Not thread-safe.</summary>
internal sealed class CsvEventMapper : IEventMapper
{
    private readonly CsvHeader header;
    private readonly FieldTable table;
    private readonly EventEvaluator evaluator;
    private readonly TextScratch scratch = new();
    private readonly int[] columnSlots;
    private readonly int[][] columnNameSets;
    private readonly int recordSlot;

    /// <exception cref="DefinitionMismatchException">The header lacks what the definition reads.</exception>
    public CsvEventMapper(ConnectorDefinition definition, MapperOptions options, CsvHeader header)
    {
        this.header = header;
        CsvSlotSource slots = new(header);
        EventPlan plan = new PlanCompiler(definition, options, slots).Compile();
        List<string> problems = [.. slots.Problems];
        if (definition.Split is not null)
        {
            problems.Add("the definition has 'split', and a CSV record is one event");
        }

        if (definition.RejectUnknownFields && slots.FirstUnwanted is >= 0 and int unwanted)
        {
            problems.Add($"the definition is strict ('unknown_fields: reject') and does not know the column '{header.Columns[unwanted]}'");
        }

        if (problems.Count > 0)
        {
            throw new DefinitionMismatchException(definition.Name, problems, header.Columns);
        }

        table = slots.CreateTable();
        evaluator = new EventEvaluator(plan, table);
        columnSlots = slots.ColumnSlots;
        recordSlot = slots.RecordSlot;
        columnNameSets = [.. Enumerable.Range(0, header.Columns.Count).Select(column =>
            slots.NamedColumns.Where(named => named.Column == column).Select(named => named.NameSet).ToArray())];
    }

    public void Map(ReadOnlySpan<byte> document, long receivedAtMilliseconds, IMappingSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        if (!Utf8.IsValid(document))
        {
            Reject(sink, RejectionReason.NotUtf8, "", "the bytes are not UTF-8; save the file as UTF-8", document.Length);
            return;
        }

        table.ClearEvent();
        scratch.Reset();
        if (!Scan(document, out int fields))
        {
            Reject(
                sink, RejectionReason.MalformedCsv, "", "a quote is never closed, or text follows a closing quote; double the quotes within a field", document.Length);
            return;
        }

        if (fields != header.Columns.Count)
        {
            Reject(
                sink, RejectionReason.ColumnCount, "", $"the record has {fields} fields and the header {header.Columns.Count}", document.Length);
            return;
        }

        switch (evaluator.Evaluate(new DocumentView(document, scratch), receivedAtMilliseconds))
        {
            case Verdict.Event:
                sink.OnEvent(new MappedEvent { Index = 0, Event = evaluator.Event, Dropped = evaluator.Dropped });
                break;
            case Verdict.Ignored:
                sink.OnIgnored(0);
                break;
            default:
                EventFailure failure = evaluator.Failure;
                Reject(sink, failure.Reason, failure.Path, failure.Detail, document.Length);
                break;
        }
    }

    private static void Reject(IMappingSink sink, RejectionReason reason, string path, string detail, int length) =>
        sink.OnRejected(new Rejection(0, reason, path, detail, 0, length));

    private bool Scan(ReadOnlySpan<byte> record, out int fields)
    {
        CsvFieldReader reader = new(record, header.Delimiter);
        for (fields = 0; reader.Read(); fields++)
        {
            if (fields >= columnSlots.Length)
            {
                continue;
            }

            CaptureEscape escape = reader.IsEscaped ? CaptureEscape.Csv : CaptureEscape.None;
            Capture capture = new(reader.Start, reader.Length, CaptureKind.Text, escape);
            int slot = columnSlots[fields];
            if (slot >= 0)
            {
                table.Slots[slot] = capture;
            }

            foreach (int nameSet in columnNameSets[fields])
            {
                table.NameSets[nameSet].Add(new NamedCapture(default, capture, header.Columns[fields]));
            }
        }

        if (recordSlot >= 0)
        {
            table.Slots[recordSlot] = new Capture(0, record.Length, CaptureKind.Text, CaptureEscape.None);
        }

        return !reader.IsMalformed;
    }
}
