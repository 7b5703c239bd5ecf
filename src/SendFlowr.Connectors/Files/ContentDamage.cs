namespace SendFlowr.Connectors.Files;

/// <summary>Why the content of a file ends where it should not.</summary>
/// <param name="Problem">For an error text, without a full stop.</param>
/// <param name="Cause">What found it.</param>
internal sealed record ContentDamage(string Problem, Exception Cause);
