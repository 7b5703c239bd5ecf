namespace SendFlowr.Model.Curves;

/// <summary>How much of an answer a named part of the curve made. Immutable.</summary>
/// <param name="Part">The part; what the population lends the own parts, and the guard, count as the population.</param>
/// <param name="Share">0 … 1.</param>
public readonly record struct CurvePartShare(CurvePart Part, double Share);
