using System.Reflection;
using SendFlowr.Server.OpenApi;

namespace SendFlowr.Server.Docs;

/// <summary>The description of the interface, and a page that shows it and tries it out. Works without a network.</summary>
internal static class DocsEndpoints
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void MapDocs(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi(DocumentDescription.Path);
        routes.MapFile("/docs", "page.html", "text/html; charset=utf-8");
        routes.MapFile("/docs/page.js", "page.js", "text/javascript; charset=utf-8");
        routes.MapFile("/docs/page.css", "page.css", "text/css; charset=utf-8");
        routes.MapGet("/", RedirectAsync).ExcludeFromDescription();
    }

    private static void MapFile(this IEndpointRouteBuilder routes, string path, string name, string contentType)
    {
        byte[] bytes = Read(name);
        routes.MapGet(path, async context =>
        {
            context.Response.Headers.ContentSecurityPolicy = Policy;
            context.Response.Headers.CacheControl = "no-cache";
            context.Response.ContentType = contentType;
            context.Response.ContentLength = bytes.Length;
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        }).ExcludeFromDescription();
    }

    private static Task RedirectAsync(HttpContext context)
    {
        context.Response.Redirect("/docs");
        return Task.CompletedTask;
    }

    private static byte[] Read(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("docs/" + name)
            ?? throw new InvalidOperationException($"The assembly lacks its resource 'docs/{name}'.");
        using MemoryStream copy = new();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
