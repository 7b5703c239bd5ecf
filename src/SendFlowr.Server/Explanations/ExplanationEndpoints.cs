using System.Globalization;
using System.Text.Json;
using Microsoft.OpenApi;
using SendFlowr.Pipeline.Decisions;
using SendFlowr.Pipeline.Records;
using SendFlowr.Server.Answers;
using SendFlowr.Server.Identity;
using SendFlowr.Server.Inputs;
using SendFlowr.Server.OpenApi;
using SendFlowr.Server.Problems;

namespace SendFlowr.Server.Explanations;

/// <summary>Recorded decisions with their reasons, and their verification.</summary>
internal static class ExplanationEndpoints
{
    private const string Parameter = "reference";

    private static readonly InputTable Query = new(InputField.Flag("verify", "Whether to recompute the decision from its own record and compare every bit."));

    public static void MapExplanations(this IEndpointRouteBuilder routes, ServerParts parts)
    {
        AnswerShape shape = AnswerShape.Object(
            "Explanation",
            "A recorded decision in words. The last three members are there when verify was asked for.",
            Shape.Member("decision", AnswerShape.Record("Decision", "decision").Schema),
            Shape.Texts("lines", "The reasons in plain words."),
            Shape.Member("verified", new OpenApiSchema
            {
                Type = JsonSchemaType.Boolean | JsonSchemaType.String,
                Description = "true: the same bits; false: they differ; \"not verifiable\": see reason.",
            }),
            Shape.List("differences", "Fields that differ.", Shape.Object(
                "One field.", Shape.Text("field", "Its name."), Shape.Text("recorded", "As recorded."), Shape.Text("recomputed", "As computed now."))),
            Shape.Text("reason", "Why it cannot be verified; empty otherwise."));
        routes.Get(
            $"/explanations/{{**{Parameter}}}",
            context => ExplainAsync(context, parts),
            new EndpointDescription("Explanations", "Why a decision is what it is, from its own record.", shape)
            {
                PathParameter = (Parameter, "decision_id for the newest revision, or decision_id/revision (explanation_ref).", "d_00000000000000000000000000000000/0"),
                Query = Query,
                Problems = [ProblemType.NotFound],
            });
    }

    private static async Task ExplainAsync(HttpContext context, ServerParts parts)
    {
        bool verify = QueryInput.Read(context, Query).Flag("verify");
        (string id, int? revision) = Split(PersonPath.Segment(context, Parameter));
        byte[] bytes = await FindAsync(parts, id, revision, context.RequestAborted) ?? throw new RefusedException(
            ProblemType.NotFound, $"no decision {id}{(revision is null ? "" : $" with revision {revision}")} is recorded here; explanation_ref of a decision says what to ask for.", Parameter);
        DecisionRecord record = DecisionReader.Read(bytes);
        DecisionVerification? verification = verify ? DecisionVerification.Of(record, parts.Host) : null;
        await JsonAnswer.WriteAsync(context, (record, verification), static (writer, it) => Write(writer, it.record, it.verification));
    }

    private static (string Id, int? Revision) Split(string text)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            return (text, null);
        }

        return int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int revision)
            ? (text[..slash], revision)
            : throw ValueReader.Invalid(Parameter, "has a revision that is no number: write decision_id/0, or leave it out for the newest");
    }

    private static async Task<byte[]?> FindAsync(ServerParts parts, string id, int? revision, CancellationToken cancellation)
    {
        await parts.LogReaders.WaitAsync(cancellation);
        try
        {
            return await Task.Factory.StartNew(
                () => new DecisionArchive(parts.Host).Find(id, revision), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        catch (FormatException)
        {
            throw ValueReader.Invalid(Parameter, "is not a decision id: write d_ and 32 hex digits, as a decision gives it");
        }
        finally
        {
            parts.LogReaders.Release();
        }
    }

    private static void Write(Utf8JsonWriter writer, DecisionRecord record, DecisionVerification? verification)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("decision");
        DecisionJson.Write(writer, record);
        writer.WriteStartArray("lines");
        foreach (string line in record.Explanation)
        {
            writer.WriteStringValue(line);
        }

        writer.WriteEndArray();
        if (verification is not null)
        {
            VerificationJson.WriteFields(writer, verification);
        }

        writer.WriteEndObject();
    }
}
