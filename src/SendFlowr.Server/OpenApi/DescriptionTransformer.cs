using System.Globalization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using SendFlowr.Server.Answers;
using SendFlowr.Server.Problems;

namespace SendFlowr.Server.OpenApi;

/// <summary>Turns the description of an endpoint into its operation.</summary>
internal sealed class DescriptionTransformer : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(context);
        EndpointDescription? description = context.Description.ActionDescriptor.EndpointMetadata.OfType<EndpointDescription>().FirstOrDefault();
        if (description is not null)
        {
            Describe(operation, description, context.Document!);
        }

        return Task.CompletedTask;
    }

    private static void Describe(OpenApiOperation operation, EndpointDescription description, OpenApiDocument document)
    {
        operation.Summary = description.Summary;
        operation.Tags = new HashSet<OpenApiTagReference> { new(description.Group, document) };
        operation.Parameters = [.. PathParameters(description), .. QueryParameters(description)];
        operation.RequestBody = description.Body is { } body ? RequestBody(body, document) : null;
        operation.Responses = [];
        string status = description.Status.ToString(CultureInfo.InvariantCulture);
        operation.Responses[status] = new OpenApiResponse
        {
            Description = description.AnswersLines ? "One JSON object a line." : "The answer.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [MediaTypeOf(description)] = new() { Schema = Component(document, description.Answer.Name, description.Answer.Schema) },
            },
        };
        foreach (IGrouping<int, ProblemType> problems in ProblemsOf(description).GroupBy(problem => problem.Status).OrderBy(group => group.Key))
        {
            operation.Responses[problems.Key.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = string.Join(" ", problems.Select(problem => problem.Title).Distinct()),
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    [ProblemAnswer.ContentType] = new() { Schema = Component(document, "Problem", ProblemShape.Schema) },
                },
            };
        }
    }

    private static string MediaTypeOf(EndpointDescription description) =>
        (description.AnswersLines ? JsonAnswer.LinesContentType : JsonAnswer.ContentType).Split(';')[0];

    private static IEnumerable<ProblemType> ProblemsOf(EndpointDescription description)
    {
        IEnumerable<ProblemType> problems = [.. description.Problems, ProblemType.ForeignHost, ProblemType.ForeignOrigin];
        if (description.Query is not null || description.Body is not null || description.PathParameter is not null)
        {
            problems = [.. problems, ProblemType.UnknownField, ProblemType.DuplicateField, ProblemType.MissingField, ProblemType.InvalidField];
        }

        return description.Body is null
            ? problems
            : [.. problems, ProblemType.MalformedJson, ProblemType.BodyTooLarge, ProblemType.UnsupportedMediaType];
    }

    private static IEnumerable<OpenApiParameter> PathParameters(EndpointDescription description) => description.PathParameter is not { } parameter
        ? []
        :
        [
            new OpenApiParameter
            {
                Name = parameter.Name,
                In = ParameterLocation.Path,
                Required = true,
                Description = parameter.Description,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = 2048, Examples = [parameter.Example] },
            },
        ];

    private static IEnumerable<OpenApiParameter> QueryParameters(EndpointDescription description) =>
        (description.Query?.Fields ?? []).Select(field => new OpenApiParameter
        {
            Name = field.Name,
            In = ParameterLocation.Query,
            Required = field.IsRequired,
            Description = field.Description,
            Schema = InputShape.Of(field),
        });

    private static OpenApiRequestBody RequestBody(BodyShape body, OpenApiDocument document)
    {
        OpenApiRequestBody request = new() { Required = true, Content = new Dictionary<string, OpenApiMediaType>() };
        foreach (string mediaType in body.MediaTypes)
        {
            request.Content.Add(mediaType, new OpenApiMediaType
            {
                Schema = Component(document, body.Name, body.Schema),
                Example = body.Example.DeepClone(),
            });
        }

        return request;
    }

    private static OpenApiSchemaReference Component(OpenApiDocument document, string name, IOpenApiSchema schema)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        if (document.Components.Schemas.TryAdd(name, schema))
        {
            document.Workspace?.RegisterComponentForDocument(document, schema, name);
        }

        return new OpenApiSchemaReference(name, document);
    }
}
