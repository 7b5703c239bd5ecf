namespace SendFlowr.Model.Signals;

/// <summary>The pair of event types by which a person leaves a channel and comes back to it.</summary>
/// <remarks>A channel stays silent from the newest leaving until a strictly later return; at equal times it stays silent.</remarks>
/// <param name="UnsubscribedId">Id of the leaving in stored rows.</param>
/// <param name="Unsubscribed">Event type of the leaving, also the name shown to people.</param>
/// <param name="SubscribedId">Id of the return in stored rows.</param>
/// <param name="Subscribed">Event type of the return.</param>
public sealed record SubscriptionRule(byte UnsubscribedId, string Unsubscribed, byte SubscribedId, string Subscribed);
