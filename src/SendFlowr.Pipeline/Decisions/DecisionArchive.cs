using SendFlowr.Avro.Binary;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Topics;
using SendFlowr.Streams.Embedded;

namespace SendFlowr.Pipeline.Decisions;

/// <summary>Finds recorded decisions by id.</summary>
public sealed class DecisionArchive
{
    private readonly PipelineHost _host;

    public DecisionArchive(PipelineHost host) => _host = host;

    /// <summary>The bytes of a revision, or of the newest one; null when there is none.</summary>
    /// <exception cref="FormatException">Not the form of a decision id.</exception>
    public byte[]? Find(string decisionId, int? revision)
    {
        if (!DecisionIds.TryTimeOf(decisionId, out Timestamp created))
        {
            throw new FormatException($"'{decisionId}' is not a decision id: write d_ and 32 hex digits, as decide prints it.");
        }

        byte[]? found = null;
        int newest = -1;
        int partitions = TopicCatalog.Get(TopicNames.Decisions).Partitions is > 1 and var count ? _host.Options.Partitions ?? count : 1;
        for (int partition = 0; partition < partitions; partition++)
        {
            foreach (TopicRecord record in _host.Engine.ReadTopic(TopicNames.Decisions, partition, 0))
            {
                if (record.TimestampMilliseconds >= created.EpochMilliseconds
                    && Matches(record.Value!, decisionId, out int at) && at > newest && (revision is null || at == revision))
                {
                    (found, newest) = (record.Value, at);
                }
            }
        }

        return found;
    }

    private static bool Matches(byte[] record, string decisionId, out int revision)
    {
        AvroReader reader = new(Schemas.Decision.Body(record));
        bool same = reader.ReadStringText() == decisionId;
        revision = reader.ReadInt();
        return same;
    }
}
