namespace SendFlowr.Audience.Messages;

/// <summary>What a message is called. Immutable.</summary>
/// <param name="MessageId">The platform's id, unique.</param>
/// <param name="RequestId">The request it carries out; null of none.</param>
/// <param name="CampaignId">The campaign it belongs to; null of none.</param>
public readonly record struct MessageName(string MessageId, string? RequestId = null, string? CampaignId = null);
