namespace SendFlowr.Pipeline.Requests;

/// <summary>What the home of a request_id and the partition of its person tell each other, in the order of <c>schemas/requeststep.avsc</c>.</summary>
internal enum RequestStepKind
{
    /// <summary>A request for its home.</summary>
    Submit = 0,

    /// <summary>The home hands an accepted request to its person.</summary>
    Plan = 1,

    /// <summary>Withdraw it: to the home, and from there to the person.</summary>
    Cancel = 2,

    /// <summary>The final state, for the home.</summary>
    Settled = 3,
}
