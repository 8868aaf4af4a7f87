using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Streaming.Feed.Dashboard;

/// <summary>The page that people look at: three files of the assembly, which ask this server alone.</summary>
internal static class DashboardEndpoints
{
    // Nothing but the page's own files runs or loads, nothing frames it, and it asks nobody else.
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Adds the endpoints.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "/", "dashboard.html", "text/html; charset=utf-8");
        Map(routes, "/dashboard.css", "dashboard.css", "text/css; charset=utf-8");
        Map(routes, "/dashboard.js", "dashboard.js", "text/javascript; charset=utf-8");
    }

    private static void Map(IEndpointRouteBuilder routes, string path, string file, string type)
    {
        var bytes = Read(file);
        routes.MapGet(path, http =>
        {
            var headers = http.Response.Headers;
            headers.ContentSecurityPolicy = Policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers.CacheControl = "no-cache";
            http.Response.ContentType = type;
            return http.Response.Body.WriteAsync(bytes, http.RequestAborted).AsTask();
        });
    }

    private static byte[] Read(string file)
    {
        using var stream = typeof(DashboardEndpoints).Assembly.GetManifestResourceStream($"dashboard/{file}")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
