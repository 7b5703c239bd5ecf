using SendFlowr.Model.Decisions;
using SendFlowr.Model.Learning;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Records;

namespace SendFlowr.Pipeline.Decisions;

/// <summary>The outcome of recomputing a recorded decision.</summary>
/// <param name="Verified">True: the same bits. False: they differ. Null: it cannot be recomputed here; see the reason.</param>
/// <param name="Differences">The fields that differ.</param>
/// <param name="Reason">Why it cannot be verified; empty otherwise.</param>
public sealed record DecisionVerification(bool? Verified, IReadOnlyList<DecisionDifference> Differences, string Reason)
{
    /// <summary>Recomputes a decision from its own record and the priors it names, and compares every bit.</summary>
    public static DecisionVerification Of(DecisionRecord record, PipelineHost host)
    {
        Decision recorded = record.Decision;
        if (recorded.ModelVersion != Decider.ModelVersion)
        {
            return NotVerifiable($"it was made by model {recorded.ModelVersion}; this version computes {Decider.ModelVersion}");
        }

        if (recorded.PolicyVersion != host.Options.Rules.PolicyVersion)
        {
            return NotVerifiable($"it was made under policy {recorded.PolicyVersion}; this version has {host.Options.Rules.PolicyVersion}");
        }

        CurvePriors? priors = host.PriorsOf((int)recorded.PriorsVersion);
        if (priors is null || priors.Digest != recorded.PriorsDigest)
        {
            return NotVerifiable($"priors version {recorded.PriorsVersion} with digest {recorded.PriorsDigest} is not kept here");
        }

        Decision recomputed = Decider.Decide(DecisionInputs.Of(record, priors, host.Options.Rules), new DecisionWorkspace());
        List<DecisionDifference> differences = [.. DecisionVerifier.Compare(recorded, recomputed)];
        IReadOnlyList<string> lines = DecisionExplanation.Lines(recomputed);
        if (!record.Explanation.SequenceEqual(lines))
        {
            differences.Add(new DecisionDifference("explanation", string.Join('\n', record.Explanation), string.Join('\n', lines)));
        }

        return new DecisionVerification(differences.Count == 0, differences, "");
    }

    private static DecisionVerification NotVerifiable(string reason) => new(null, [], reason);
}
