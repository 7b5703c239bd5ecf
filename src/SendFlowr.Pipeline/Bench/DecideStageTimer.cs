using SendFlowr.Model.Decisions;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Decisions;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Records;

namespace SendFlowr.Pipeline.Bench;

/// <summary>Runs decisions stage by stage with a clock between, which adds some tens of nanoseconds to each.</summary>
internal sealed class DecideStageTimer : IDisposable
{
    private const int WarmUps = 2_000;
    private const int Stages = 5;

    private static readonly Timestamp Created = SyntheticFeed.End;

    private readonly DecisionIds _ids = new(0);
    private readonly long[] _ticks = new long[Stages];
    private readonly EmbeddedPipeline _host;
    private readonly DecisionScratch _scratch;
    private readonly DecisionSources _sources;
    private readonly TimeProvider _time;

    private DecideStageTimer(EmbeddedPipeline host, TimeProvider time)
    {
        _scratch = new DecisionScratch(host.CreateHasher());
        _host = host;
        _sources = new DecisionSources(host);
        _time = time;
    }

    public static DecideStages Measure(EmbeddedPipeline host, TimingQuestion[] questions, TimeProvider time, CancellationToken cancellation)
    {
        using DecideStageTimer timer = new(host, time);
        for (int i = 0; i < WarmUps; i++)
        {
            timer.Run(questions[i % questions.Length]);
        }

        Array.Clear(timer._ticks);
        foreach (TimingQuestion question in questions)
        {
            cancellation.ThrowIfCancellationRequested();
            timer.Run(question);
        }

        double scale = 1e6 / time.TimestampFrequency / questions.Length;
        return new DecideStages(
            timer._ticks[0] * scale, timer._ticks[1] * scale, timer._ticks[2] * scale, timer._ticks[3] * scale, timer._ticks[4] * scale);
    }

    public void Dispose() => _scratch.Dispose();

    private void Run(TimingQuestion question)
    {
        long start = _time.GetTimestamp();
        ResolvedPerson person = ResolvedPerson.Of(question.Person, _scratch.Hasher);
        long resolved = _time.GetTimestamp();
        DecisionFacts facts = _sources.Read(question, _host.Person(person.Node), _scratch);
        long read = _time.GetTimestamp();
        Decision decision = Decider.Decide(DecisionInputs.Of(question, person, facts, Created), _scratch.Workspace);
        long decided = _time.GetTimestamp();
        DecisionRecord record = DecisionInputs.Answer(
            decision with { DecisionId = _ids.Next(Created) }, question.LatencyHintSeconds, facts, Created);
        long explained = _time.GetTimestamp();
        _scratch.Writer.Write(record);
        long written = _time.GetTimestamp();
        Span<long> times = [start, resolved, read, decided, explained, written];
        for (int stage = 0; stage < Stages; stage++)
        {
            _ticks[stage] += times[stage + 1] - times[stage];
        }
    }
}
