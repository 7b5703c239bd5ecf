using SendFlowr.Model.Latency;
using SendFlowr.Pipeline.Hosting;

namespace SendFlowr.Pipeline.Decisions;

/// <summary>What a question is answered from: the person's rows, with the priors and lanes in force at hand.</summary>
/// <remarks>Safe for all threads, each with a scratch of its own. Nothing about a person is kept.</remarks>
internal sealed class DecisionSources
{
    private readonly PipelineHost _host;
    private readonly PriorsCache _priors;
    private readonly LaneCache _lanes;

    public DecisionSources(PipelineHost host)
    {
        _host = host;
        _priors = new PriorsCache(host);
        _lanes = new LaneCache(host);
    }

    public DecisionFacts Read(TimingQuestion question, in PersonRows person, DecisionScratch scratch) => new()
    {
        TimingRow = person.Timing,
        SignalRow = person.Signals,
        Lane = _lanes.SummaryOf(new Lane(question.Provider, question.Channel), ref scratch.Rows),
        Priors = _priors.InForce(),
        Rules = _host.Options.Rules,
        Clocks = _host.Options.Clocks,
        HorizonMinutes = _host.Options.HorizonMinutes,
    };
}
