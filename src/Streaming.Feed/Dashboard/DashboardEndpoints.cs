using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Streaming.Feed.Dashboard;

/// <summary>The page that people look at: a few files of the assembly, which ask this server alone.</summary>
internal static class DashboardEndpoints
{
    // Nothing but the page's own files runs or loads, nothing frames it, and it asks nobody else.
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; media-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly string[] Scripts = ["dashboard.js", "words.js", "chart.js", "flow.js", "examples.js", "whatif.js"];

    /// <summary>Adds the endpoints.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "/", "dashboard.html", "text/html; charset=utf-8");
        Map(routes, "/dashboard.css", "dashboard.css", "text/css; charset=utf-8");
        Map(routes, "/icon.svg", "icon.svg", "image/svg+xml");
        foreach (var script in Scripts)
        {
            Map(routes, $"/{script}", script, "text/javascript; charset=utf-8");
        }
    }

    private static void Map(IEndpointRouteBuilder routes, string path, string file, string type)
    {
        var bytes = DashboardFile.Read(file);
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
}
