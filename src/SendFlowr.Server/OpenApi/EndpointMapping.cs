namespace SendFlowr.Server.OpenApi;

/// <summary>Maps an endpoint together with its description.</summary>
internal static class EndpointMapping
{
    public static void Get(this IEndpointRouteBuilder routes, string path, RequestDelegate handler, EndpointDescription description) =>
        routes.Map(HttpMethods.Get, path, handler, description);

    public static void Post(this IEndpointRouteBuilder routes, string path, RequestDelegate handler, EndpointDescription description) =>
        routes.Map(HttpMethods.Post, path, handler, description);

    public static void Delete(this IEndpointRouteBuilder routes, string path, RequestDelegate handler, EndpointDescription description) =>
        routes.Map(HttpMethods.Delete, path, handler, description);

    /// <summary>The method is metadata too, because only endpoints that have one are described.</summary>
    private static void Map(this IEndpointRouteBuilder routes, string method, string path, RequestDelegate handler, EndpointDescription description) =>
        routes.MapMethods(path, [method], handler).WithMetadata(description, handler.Method);
}
