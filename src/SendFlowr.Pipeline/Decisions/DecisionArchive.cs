using System.Text;
using SendFlowr.Avro.Binary;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Topics;
using SendFlowr.Streams.Records;

namespace SendFlowr.Pipeline.Decisions;

/// <summary>Finds recorded decisions by id. Any thread.</summary>
/// <remarks>An id carries its time, so the topic is read from there on, and only until no later revision can come.</remarks>
public sealed class DecisionArchive
{
    /// <summary>A record begins with its header of ten bytes, the length of the id, and the id.</summary>
    private const int IdWithinBytes = 64;

    private static readonly HashSet<string> FinalStates =
        new(StringComparer.Ordinal) { DecisionRecord.Answered, "triggered", "suppressed", "expired", "cancelled" };

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

        byte[] id = Encoding.UTF8.GetBytes(decisionId);
        byte[]? found = null;
        int newest = -1;
        foreach (TopicRecord record in _host.ReadTopic(TopicNames.Decisions, created.EpochMilliseconds, (_, value) => Names(value, id)))
        {
            (int at, bool isLast) = Read(record.Value!);
            if (at == revision)
            {
                return record.Value;
            }

            if (revision is null && at > newest)
            {
                (found, newest) = (record.Value, at);
            }

            if (isLast)
            {
                break;
            }
        }

        return found;
    }

    private static bool Names(ReadOnlySpan<byte> record, byte[] id) => record[..Math.Min(record.Length, IdWithinBytes)].IndexOf(id) >= 0;

    /// <summary>The revision, and whether no other follows it.</summary>
    private static (int Revision, bool IsLast) Read(byte[] record)
    {
        AvroReader reader = new(Schemas.Decision.Body(record));
        reader.SkipBytes();
        int revision = reader.ReadInt();
        reader.SkipBytes();
        if (reader.ReadUnion(2) == 1)
        {
            reader.SkipBytes();
        }

        reader.SkipBytes();
        return (revision, FinalStates.Contains(reader.ReadStringText()));
    }
}
