using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using SendFlowr.Model.Decisions;
using SendFlowr.Model.Identity;
using SendFlowr.Model.Latency;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Rows;
using SendFlowr.Pipeline.Topics;
using SendFlowr.Streams.Embedded;

namespace SendFlowr.Pipeline.Decisions;

/// <summary>Answers questions from the committed tables and records each answer before giving it.</summary>
/// <remarks>Belongs to the thread that owns the engine.</remarks>
public sealed class DecisionService : IDisposable
{
    private const string IdPrefix = "d_";

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private readonly PipelineHost _host;
    private readonly NodeIdHasher _hasher;
    private readonly DecisionWorkspace _workspace = new();
    private readonly DecisionWriter _writer = new();
    private readonly RecordBatch _batch = new();

    public DecisionService(PipelineHost host)
    {
        _host = host;
        _hasher = host.CreateHasher();
    }

    /// <summary>Decides, records and returns the answer; it is durable then.</summary>
    /// <exception cref="ArgumentException">The question cannot be asked; the text names the field, its value and what is allowed.</exception>
    public DecisionRecord Ask(TimingQuestion question)
    {
        Timestamp created = new(_host.NowMilliseconds);
        Timestamp now = question.Now ?? created;
        Timestamp sendAfter = question.SendAfter ?? now;
        ResolvedPerson person = ResolvedPerson.Of(question.Person, _hasher);
        byte[] timing = _host.TimingRow(person.Node);
        byte[] signals = _host.SignalRow(person.Node);
        LaneSummary lane = _host.LaneSummary(new Lane(question.Provider, question.Channel));
        DecisionInput input = new()
        {
            UniversalId = person.Node.ToString(),
            ResolutionConfidence = person.Confidence,
            ResolvedBy = person.ResolvedBy,
            Channel = question.Channel,
            Provider = question.Provider,
            SendAfter = sendAfter,
            SendBefore = question.SendBefore ?? sendAfter.Plus(DecisionInput.DefaultWindow),
            Now = now,
            Resolution = question.Resolution,
            LatencyHintSeconds = question.LatencyHintSeconds,
            HorizonMinutes = _host.Options.HorizonMinutes,
            EvidenceRing = TimingRow.EvidenceBytes(timing),
            DeliveryRing = TimingRow.DeliveryBytes(timing),
            SignalRow = signals,
            Lane = lane,
            Priors = _host.PriorsInForce(),
            Rules = _host.Options.Rules,
        };
        Decision decision = Decider.Decide(input, _workspace);
        DecisionRecord record = new()
        {
            Decision = decision,
            Revision = 0,
            State = DecisionRecord.Answered,
            Explanation = DecisionExplanation.Lines(decision),
            CreatedAt = created,
            LatencyHintSeconds = question.LatencyHintSeconds,
            TimingRow = timing,
            SignalRow = signals,
            Lane = lane,
        };
        return Keep(record, person.Node);
    }

    public void Dispose() => _hasher.Dispose();

    private DecisionRecord Keep(DecisionRecord record, NodeId person)
    {
        record = record with { Decision = record.Decision with { DecisionId = NewId(record) } };
        Span<byte> key = stackalloc byte[NodeId.SizeBytes];
        person.Write(key);
        _batch.Clear();
        _batch.Add(key, _writer.Write(record), record.CreatedAt.EpochMilliseconds);
        _host.Engine.Append(TopicNames.Decisions, _batch, record.CreatedAt.EpochMilliseconds);
        _host.Engine.Sync();
        return record;
    }

    /// <summary>
    /// The time of the record in 48 bits, by which a reader passes over older ones, and 80 bits of a hash over the content and its place
    /// in the log, which no other record has.
    /// </summary>
    private string NewId(DecisionRecord record)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(number, _host.Engine.Statistics.LogPosition);
        hash.AppendData(number);
        hash.AppendData(_writer.Write(record));
        Span<byte> id = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(id);
        BinaryPrimitives.WriteInt64BigEndian(number, record.CreatedAt.EpochMilliseconds);
        number[2..].CopyTo(id);
        return IdPrefix + Convert.ToHexStringLower(id[..16]);
    }

    /// <summary>The time in a decision id; false when it is none.</summary>
    internal static bool TryTimeOf(string decisionId, out Timestamp created)
    {
        created = default;
        if (!decisionId.StartsWith(IdPrefix, StringComparison.Ordinal) || decisionId.Length != IdPrefix.Length + 32
            || decisionId.AsSpan(IdPrefix.Length).ContainsAnyExcept(HexDigits))
        {
            return false;
        }

        created = new Timestamp(Convert.ToInt64(decisionId.Substring(IdPrefix.Length, 12), 16));
        return true;
    }
}
