namespace SendFlowr.Pipeline.Experiments;

/// <summary>What became of the messages of one arm of an experiment, person by person. Not thread-safe.</summary>
/// <remarks>
/// A person stays in one arm and answers in their own way, so their messages are not independent: the person is the unit that varies.
/// Keeps sums only.
/// </remarks>
public sealed class ArmOutcomes
{
    private double _engagedSquares;
    private double _messagesSquares;
    private double _products;

    /// <summary>People with at least one message.</summary>
    public long People { get; private set; }

    public long Messages { get; private set; }

    /// <summary>Messages that were engaged with.</summary>
    public long Engaged { get; private set; }

    /// <summary>Share of the messages that were engaged with; NaN without messages.</summary>
    public double Rate => Messages == 0 ? double.NaN : (double)Engaged / Messages;

    /// <summary>Adds all messages of one person.</summary>
    /// <param name="messages">0 or more; a person without messages changes nothing.</param>
    /// <param name="engaged">How many of them were engaged with.</param>
    public void AddPerson(long messages, long engaged)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(messages);
        ArgumentOutOfRangeException.ThrowIfNegative(engaged);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(engaged, messages);
        if (messages == 0)
        {
            return;
        }

        People++;
        Messages += messages;
        Engaged += engaged;
        _engagedSquares += (double)engaged * engaged;
        _messagesSquares += (double)messages * messages;
        _products += (double)engaged * messages;
    }

    /// <summary>
    /// Estimated variance of the logarithm of the rate: that of a ratio of two sums over people, linearized (delta method; for example
    /// Cochran, Sampling Techniques, 1977, 6.4): k/(k − 1)·Σ (x_i − r·n_i)² / (Σ x_i)². NaN with fewer than two people or nobody engaged.
    /// </summary>
    internal double LogRateVariance
    {
        get
        {
            if (People < 2 || Engaged == 0)
            {
                return double.NaN;
            }

            double rate = Rate;
            double residuals = Math.Max(0, _engagedSquares - (2 * rate * _products) + (rate * rate * _messagesSquares));
            return residuals * People / (People - 1) / ((double)Engaged * Engaged);
        }
    }
}
