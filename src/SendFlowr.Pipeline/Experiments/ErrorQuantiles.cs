namespace SendFlowr.Pipeline.Experiments;

/// <summary>Collects how far arrivals were from their targets, in seconds. Not thread-safe.</summary>
public sealed class ErrorQuantiles
{
    private readonly List<double> _seconds = [];
    private bool _isSorted = true;

    public int Count => _seconds.Count;

    /// <summary>Adds one error, 0 or more.</summary>
    public void Add(double seconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(seconds);
        _seconds.Add(seconds);
        _isSorted = false;
    }

    /// <summary>The smallest error that at least the given share does not exceed; NaN without errors.</summary>
    /// <param name="share">0 to 1.</param>
    public double Quantile(double share)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(share, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        if (_seconds.Count == 0)
        {
            return double.NaN;
        }

        if (!_isSorted)
        {
            _seconds.Sort();
            _isSorted = true;
        }

        return _seconds[Math.Max(0, (int)Math.Ceiling(share * _seconds.Count) - 1)];
    }
}
