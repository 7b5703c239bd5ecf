using SendFlowr.Avro.Catalog;
using SendFlowr.Avro.Generic;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Topics;
using SendFlowr.Streams.Records;

namespace SendFlowr.Pipeline.DeadLetters;

/// <summary>Reads the dead letters that are kept, one for each key: the same document refused twice is one letter.</summary>
public static class DeadLetterArchive
{
    /// <summary>The letters in the order they first arrived, each as it came last.</summary>
    /// <param name="host">The pipeline.</param>
    /// <param name="reason">Only those with this reason; null: all.</param>
    public static IReadOnlyList<AvroRecord> Read(PipelineHost host, string? reason)
    {
        DatumReader reader = new(SchemaCatalog.Embedded.Current("deadletter").Schema);
        OrderedDictionary<string, AvroRecord> letters = new(StringComparer.Ordinal);
        foreach (TopicRecord record in host.ReadTopic(TopicNames.DeadLetters, 0, static (_, _) => true))
        {
            letters[Convert.ToHexString(record.Key)] = reader.Read(Schemas.DeadLetter.Body(record.Value)).AsRecord();
        }

        return [.. letters.Values.Where(letter => reason is null || letter["reason"].AsString() == reason)];
    }
}
