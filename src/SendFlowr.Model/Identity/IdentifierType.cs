namespace SendFlowr.Model.Identity;

/// <summary>One row of the identifier table.</summary>
/// <param name="Name">The name in events, for example <c>email_hash</c>.</param>
/// <param name="Weight">Confidence, 0 exclusive to 1 inclusive, when a person is resolved by this identifier alone.</param>
/// <param name="Role">What it may do to persons.</param>
/// <param name="Form">How its value is normalized.</param>
public sealed record IdentifierType(string Name, double Weight, IdentifierRole Role, IdentifierForm Form);

/// <summary>A name under which an identifier may be given: a type's own, or an entry form such as <c>email</c>, which becomes <c>email_hash</c>.</summary>
/// <param name="Name">The name as written by the sender.</param>
/// <param name="Type">The type it becomes.</param>
/// <param name="Form">How the value given under this name is normalized.</param>
public sealed record IdentifierEntry(string Name, IdentifierType Type, IdentifierForm Form);
