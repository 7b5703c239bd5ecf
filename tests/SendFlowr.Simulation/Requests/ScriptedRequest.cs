namespace SendFlowr.Simulation.Requests;

/// <summary>One request of a script, as its sender knows it. Several of one id, with other contents, are rivals: one of them is taken.</summary>
/// <param name="Id">Its request_id.</param>
/// <param name="Variant">Which of the contents of that id, from 0; travels in the metadata.</param>
/// <param name="Person">Number of the person.</param>
/// <param name="Channel">For example email.</param>
/// <param name="SendAfter">Earliest arrival, epoch milliseconds.</param>
/// <param name="SendBefore">Latest arrival, epoch milliseconds.</param>
internal sealed record ScriptedRequest(string Id, int Variant, int Person, string Channel, long SendAfter, long SendBefore);
