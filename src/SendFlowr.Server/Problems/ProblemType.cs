namespace SendFlowr.Server.Problems;

/// <summary>A kind of refusal: its stable name, the status code that goes with it, and its title. Immutable.</summary>
/// <param name="Name">The last part of the URN, stable over versions.</param>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Title">The same for every problem of the type.</param>
public sealed record ProblemType(string Name, int Status, string Title)
{
    public static readonly ProblemType MalformedJson = new("malformed-json", StatusCodes.Status400BadRequest, "The body is not one JSON object.");
    public static readonly ProblemType MalformedRequest = new("malformed-request", StatusCodes.Status400BadRequest, "The request cannot be read.");
    public static readonly ProblemType UnknownField = new("unknown-field", StatusCodes.Status400BadRequest, "A field is not known here.");
    public static readonly ProblemType DuplicateField = new("duplicate-field", StatusCodes.Status400BadRequest, "A field is given twice.");
    public static readonly ProblemType MissingField = new("missing-field", StatusCodes.Status400BadRequest, "A required field is missing.");
    public static readonly ProblemType InvalidField = new("invalid-field", StatusCodes.Status400BadRequest, "A field has a value that is not allowed.");
    public static readonly ProblemType NothingAccepted = new("nothing-accepted", StatusCodes.Status400BadRequest, "No line of the body can be used.");
    public static readonly ProblemType ForeignHost = new("foreign-host", StatusCodes.Status403Forbidden, "Only local addresses are answered.");
    public static readonly ProblemType ForeignOrigin = new("foreign-origin", StatusCodes.Status403Forbidden, "Pages of other origins are refused.");
    public static readonly ProblemType NotFound = new("not-found", StatusCodes.Status404NotFound, "There is nothing here.");
    public static readonly ProblemType MethodNotAllowed = new("method-not-allowed", StatusCodes.Status405MethodNotAllowed, "This path has other methods.");
    public static readonly ProblemType RequestTimeout = new("request-timeout", StatusCodes.Status408RequestTimeout, "The request came too slowly.");
    public static readonly ProblemType Conflict = new("conflict", StatusCodes.Status409Conflict, "The present state does not allow it.");
    public static readonly ProblemType BodyTooLarge = new("body-too-large", StatusCodes.Status413PayloadTooLarge, "The body is too large.");
    public static readonly ProblemType UnsupportedMediaType =
        new("unsupported-media-type", StatusCodes.Status415UnsupportedMediaType, "The body has a type that is not read here.");

    public static readonly ProblemType Internal = new("internal", StatusCodes.Status500InternalServerError, "The server failed.");
    public static readonly ProblemType Unavailable = new("unavailable", StatusCodes.Status503ServiceUnavailable, "The server cannot do this just now.");

    private const string Prefix = "urn:sendflowr:problem:";

    /// <summary>Every type, by status and name.</summary>
    public static IReadOnlyList<ProblemType> All { get; } =
    [
        MalformedJson, MalformedRequest, UnknownField, DuplicateField, MissingField, InvalidField, NothingAccepted, ForeignHost, ForeignOrigin,
        NotFound, MethodNotAllowed, RequestTimeout, Conflict, BodyTooLarge, UnsupportedMediaType, Internal, Unavailable,
    ];

    /// <summary>The value of <c>type</c> in a problem document.</summary>
    public string Urn => Prefix + Name;
}
