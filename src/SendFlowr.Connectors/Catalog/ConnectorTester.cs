using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using SendFlowr.Connectors.Definitions;
using SendFlowr.Connectors.Files;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Model.Identity;

namespace SendFlowr.Connectors.Catalog;

/// <summary>What a test of a definition found.</summary>
/// <param name="Events">Accepted events.</param>
/// <param name="Ignored">Events the definition leaves out.</param>
/// <param name="Rejected">Dead letters.</param>
public readonly record struct ConnectorTestSummary(long Events, long Ignored, long Rejected);

/// <summary>Shows what a definition makes of sample files, as NDJSON, one line an event.</summary>
/// <remarks>
/// A line is {sample, index, line | document | record, event | ignored | rejected {reason, path, detail}, dropped?}; <c>index</c> counts the outcomes
/// of a sample from 0, <c>line</c> is the place in a file of lines, <c>document</c> the position in a JSON file from 0, <c>record</c> that
/// in an Avro file from 1.
/// </remarks>
public sealed class ConnectorTester(ConnectorDefinition definition, MapperOptions options)
{
    /// <summary>Maps every event of a sample file and writes one line each.</summary>
    /// <exception cref="SourceFormatException">The file is not what its name says.</exception>
    /// <exception cref="SourceDamagedException">The file ends early.</exception>
    /// <exception cref="DefinitionMismatchException">The file's header lacks columns.</exception>
    public ConnectorTestSummary Run(string samplePath, long receivedAtMilliseconds, Stream output)
    {
        ArgumentNullException.ThrowIfNull(output);
        using FileSource source = FileSource.Open(samplePath, FileSourceOptions.For(definition));
        IEventMapper mapper = source.CreateMapper(new MapperFactory(definition, options));
        using LineSink sink = new(samplePath, source.Format, output);
        DocumentBatch batch = new();
        while (source.TryReadBatch(batch))
        {
            for (int i = 0; i < batch.Count; i++)
            {
                SourceDocument document = batch[i];
                sink.Number = document.Number;
                document.MapTo(mapper, receivedAtMilliseconds, sink);
            }
        }

        return sink.Summary;
    }

    private sealed class LineSink(string sample, DocumentFormat format, Stream output) : IMappingSink, IDisposable
    {
        // People read this output: letters outside ASCII stay as they are.
        private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

        private readonly ArrayBufferWriter<byte> buffer = new();
        private readonly Utf8JsonWriter writer = new(Stream.Null, WriterOptions);
        private long index;

        public long Number { get; set; }

        public ConnectorTestSummary Summary { get; private set; }

        public void OnEvent(in MappedEvent mapped)
        {
            Begin();
            writer.WritePropertyName("event");
            CanonicalEventWriter.Write(writer, mapped.Event);
            if (!mapped.Dropped.IsEmpty)
            {
                writer.WriteStartArray("dropped");
                foreach (DroppedIdentifier dropped in mapped.Dropped)
                {
                    writer.WriteStartObject();
                    writer.WriteString("type", dropped.Type);
                    writer.WriteString("reason", dropped.Problem.Code());
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            }

            End();
            Summary = Summary with { Events = Summary.Events + 1 };
        }

        public void OnIgnored(int index)
        {
            Begin();
            writer.WriteBoolean("ignored", true);
            End();
            Summary = Summary with { Ignored = Summary.Ignored + 1 };
        }

        public void OnRejected(in Rejection rejection)
        {
            Begin();
            writer.WriteStartObject("rejected");
            writer.WriteString("reason", rejection.Reason.Text());
            writer.WriteString("path", rejection.Path);
            writer.WriteString("detail", rejection.Detail);
            writer.WriteEndObject();
            End();
            Summary = Summary with { Rejected = Summary.Rejected + 1 };
        }

        public void Dispose() => writer.Dispose();

        private void Begin()
        {
            buffer.Clear();
            writer.Reset(buffer);
            writer.WriteStartObject();
            writer.WriteString("sample", sample);
            writer.WriteNumber("index", index++);
            writer.WriteNumber(format switch { DocumentFormat.Json => "document", DocumentFormat.Avro => "record", _ => "line" }, Number);
        }

        private void End()
        {
            writer.WriteEndObject();
            writer.Flush();
            output.Write(buffer.WrittenSpan);
            output.WriteByte((byte)'\n');
        }
    }
}
