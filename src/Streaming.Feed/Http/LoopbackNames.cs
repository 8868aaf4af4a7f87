using System.Net;
using Microsoft.AspNetCore.Http;

namespace Streaming.Feed.Http;

/// <summary>
/// Without a token, requests have to name this machine itself. A page in a browser may reach loopback under a name of its own that it has turned to 127.0.0.1 (DNS rebinding); the name in <c>Host</c> gives it away.
/// </summary>
internal static class LoopbackNames
{
    /// <summary>A middleware.</summary>
    public static Task CheckAsync(HttpContext http, RequestDelegate next)
    {
        var host = http.Request.Host.Host;
        if (host is "localhost" or "" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address)))
        {
            return next(http);
        }

        http.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
        return Task.CompletedTask;
    }
}
