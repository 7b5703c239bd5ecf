using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace SendFlowr.Server.OpenApi;

/// <summary>The document of the whole interface.</summary>
internal static class DocumentDescription
{
    public const string Path = "/openapi.json";

    public static void AddSendFlowrDescription(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddOperationTransformer<DescriptionTransformer>();
        options.AddDocumentTransformer(static (document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "SendFlowr",
                Version = "1",
                Description = "When should a message be sent so that it arrives when this person is most likely to engage? Times are RFC 3339 with a "
                    + "zone or epoch milliseconds; minutes of the week count from Monday 00:00 UTC.",
            };

            // The address differs between runs; what is served is relative to wherever this document came from.
            document.Servers = [];
            IEnumerable<OpenApiOperation> operations = document.Paths.Values.SelectMany(path => path.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>());
            document.Tags = operations.SelectMany(operation => operation.Tags ?? Enumerable.Empty<OpenApiTagReference>())
                .Select(tag => tag.Name!).Distinct().Select(name => new OpenApiTag { Name = name }).ToHashSet();
            return Task.CompletedTask;
        });
    });
}
