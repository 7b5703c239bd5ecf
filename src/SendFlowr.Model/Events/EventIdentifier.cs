namespace SendFlowr.Model.Events;

/// <summary>One identifier of a canonical event, with its value already normalized (e-mail hashed, phone in E.164).</summary>
/// <param name="Type">A type of the identifier table, for example <c>email_hash</c>.</param>
/// <param name="Source">The instance that issues the value; <c>default</c> when there is only one. Anchors ignore it.</param>
/// <param name="Value">The normalized value, never empty.</param>
public readonly record struct EventIdentifier(string Type, string Source, string Value);
