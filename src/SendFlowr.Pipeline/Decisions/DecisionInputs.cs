using SendFlowr.Model.Decisions;
using SendFlowr.Model.Learning;
using SendFlowr.Model.Signals;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Rows;

namespace SendFlowr.Pipeline.Decisions;

/// <summary>Brings together what a decision depends on, and a decision with what it was computed from.</summary>
/// <remarks>Pure functions; safe for all threads.</remarks>
public static class DecisionInputs
{
    /// <summary>The input of a question.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="person">Whom it is about.</param>
    /// <param name="facts">What is known.</param>
    /// <param name="now">The clock's time, for a question that names none.</param>
    public static DecisionInput Of(TimingQuestion question, ResolvedPerson person, in DecisionFacts facts, Timestamp now)
    {
        ArgumentNullException.ThrowIfNull(question);
        Timestamp asked = question.Now ?? now;
        Timestamp sendAfter = question.SendAfter ?? asked;
        Timestamp sendBefore = question.SendBefore ?? sendAfter.Plus(DecisionInput.DefaultWindow);
        return new DecisionInput
        {
            UniversalId = person.Node.ToString(),
            ResolutionConfidence = person.Confidence,
            ResolvedBy = person.ResolvedBy,
            Channel = question.Channel,
            Provider = question.Provider,
            SendAfter = sendAfter,
            SendBefore = sendBefore,
            Now = asked,
            Resolution = question.Resolution,
            LatencyHintSeconds = question.LatencyHintSeconds,
            HorizonMinutes = facts.HorizonMinutes,
            EvidenceRing = TimingRow.EvidenceBytes(facts.TimingRow),
            DeliveryRing = TimingRow.DeliveryBytes(facts.TimingRow),
            Clock = facts.Clocks.Of(facts.TimingRow, sendBefore),
            SignalRow = facts.SignalRow,
            Lane = facts.Lane,
            Priors = facts.Priors,
            Rules = facts.Rules,
        };
    }

    /// <summary>The input that a recorded decision was computed from.</summary>
    /// <param name="record">The decision with its rows.</param>
    /// <param name="priors">The version it names.</param>
    /// <param name="rules">The policy it names.</param>
    public static DecisionInput Of(DecisionRecord record, CurvePriors priors, SignalRules rules)
    {
        ArgumentNullException.ThrowIfNull(record);
        Decision decision = record.Decision;
        return new DecisionInput
        {
            UniversalId = decision.UniversalId,
            ResolutionConfidence = decision.ResolutionConfidence,
            ResolvedBy = decision.ResolvedBy,
            Channel = decision.Channel,
            Provider = decision.Provider,
            SendAfter = decision.SendAfter,
            SendBefore = decision.SendBefore,
            Now = decision.DecidedAt,
            Resolution = decision.Resolution,
            Arm = decision.Arm,
            Urgent = decision.Urgent,
            HeldTarget = decision.HeldTarget,
            LatencyHintSeconds = record.LatencyHintSeconds,
            HorizonMinutes = decision.HorizonMinutes,
            EvidenceRing = TimingRow.EvidenceBytes(record.TimingRow),
            DeliveryRing = TimingRow.DeliveryBytes(record.TimingRow),
            Clock = record.Clock,
            SignalRow = record.SignalRow,
            Lane = record.Lane,
            Priors = priors,
            Rules = rules,
        };
    }

    /// <summary>The record of a question's answer.</summary>
    /// <param name="decision">The answer, with its id.</param>
    /// <param name="latencyHintSeconds">The hint of the question.</param>
    /// <param name="facts">What it was computed from.</param>
    /// <param name="created">The clock's time.</param>
    public static DecisionRecord Answer(Decision decision, double? latencyHintSeconds, in DecisionFacts facts, Timestamp created) => new()
    {
        Decision = decision,
        Revision = 0,
        State = DecisionRecord.Answered,
        Explanation = DecisionExplanation.Lines(decision),
        CreatedAt = created,
        LatencyHintSeconds = latencyHintSeconds,
        TimingRow = facts.TimingRow,
        SignalRow = facts.SignalRow,
        Lane = facts.Lane,
        Clock = facts.Clocks.Of(facts.TimingRow, decision.SendBefore),
    };
}
