using Microsoft.OpenApi;
using SendFlowr.Server.OpenApi;
using SendFlowr.Server.Problems;

namespace SendFlowr.Server.Identity;

/// <summary>Who is who, as far as it is known today: every identifier is its own node, and what was given together is kept.</summary>
internal static class IdentityEndpoints
{
    public static void MapIdentity(this IEndpointRouteBuilder routes, ServerParts parts)
    {
        IdentityEvidence evidence = new(parts);
        OpenApiSchema identifier = Shape.Object(
            "One identifier.",
            Shape.Text("type", "Its type; an e-mail address is shown as email_hash."),
            Shape.Text("source", "The instance that issues the value."),
            Shape.Text("value", "The normalized value."),
            Shape.Text("universal_id", "The node of this identifier alone."),
            Shape.Number("confidence", "Confidence when a person is resolved by it alone."));
        routes.Post(
            "/resolve-identity",
            context => IdentityResolution.AnswerAsync(context, parts, evidence),
            new EndpointDescription(
                "Identity",
                "The Universal ID of a person named by one or more identifiers. Identifiers given together are kept as an observation.",
                AnswerShape.Object(
                    "Resolution",
                    "Who is meant, and how that was found.",
                    Shape.Text("universal_id", "sf_ and 32 hex digits."),
                    Shape.TextsByName("input_identifiers", "What was given, normalized, by type."),
                    Shape.List("resolved_identifiers", "Every identifier with its node.", identifier),
                    Shape.Texts("resolution_steps", "What was done, in order, in words."),
                    Shape.Number("confidence_score", "0 to 1."),
                    Shape.Instant("resolved_at", "When.")))
            {
                Query = IdentityResolution.Query,
                Problems = [ProblemType.Unavailable],
            });
        routes.Post(
            "/link-identifiers",
            context => IdentityLink.AnswerAsync(context, parts, evidence),
            new EndpointDescription(
                "Identity",
                "Says that two identifiers belong to one person. It is kept as an observation; today each identifier is still its own node.",
                AnswerShape.Object(
                    "Link",
                    "The link as it was kept.",
                    Shape.Text("status", "linked."),
                    Shape.Text("identifier_a", "The first, normalized; of an e-mail address its hash."),
                    Shape.Text("identifier_b", "The second, normalized."),
                    Shape.Number("weight", "0 to 1.")))
            {
                Query = IdentityLink.Query,
                Problems = [ProblemType.Unavailable],
            });
    }
}
