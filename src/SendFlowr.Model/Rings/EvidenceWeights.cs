using System.Globalization;

namespace SendFlowr.Model.Rings;

/// <summary>The weight e of one event of each class, 0 … 1: how much it says about when a person engages.</summary>
/// <remarks>Immutable, thread-safe. Classes that are not named weigh 0. Part of the policy, so it comes as data.</remarks>
public sealed class EvidenceWeights
{
    private readonly double[] _weights = new double[EvidenceClasses.Count];

    /// <exception cref="ArgumentException">A weight is not within 0 … 1.</exception>
    public EvidenceWeights(IEnumerable<KeyValuePair<EvidenceClass, double>> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        foreach ((EvidenceClass evidenceClass, double weight) in weights)
        {
            if (!(weight is >= 0 and <= 1))
            {
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"The weight of {evidenceClass} is {weight}; weights lie within 0 and 1."),
                    nameof(weights));
            }

            _weights[(int)evidenceClass] = weight;
        }
    }

    /// <summary>Click, reply, conversion, active visit and view 1.0; open 0.1; whatever a machine did, or is in quarantine, 0.</summary>
    public static EvidenceWeights Default { get; } = new(
    [
        new(EvidenceClass.Visit, 1), new(EvidenceClass.View, 1), new(EvidenceClass.Conversion, 1),
        new(EvidenceClass.MessageClick, 1), new(EvidenceClass.EventClick, 1),
        new(EvidenceClass.MessageReply, 1), new(EvidenceClass.EventReply, 1),
        new(EvidenceClass.MessageOpen, 0.1), new(EvidenceClass.EventOpen, 0.1),
    ]);

    public double this[EvidenceClass evidenceClass] => _weights[(int)evidenceClass];
}
