namespace SendFlowr.Pipeline.Requests;

/// <summary>One identifier of a person exactly as it was requested.</summary>
/// <param name="Type">A name of the identifier table (<c>email</c>, <c>shopify_customer_id</c>, …) or <c>universal_id</c>.</param>
/// <param name="Source">The instance that issues the value; <c>default</c> when there is only one.</param>
/// <param name="Value">Not normalized.</param>
public readonly record struct RequestedIdentifier(string Type, string Source, string Value);
