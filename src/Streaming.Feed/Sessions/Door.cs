using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Streaming.Feed.Dashboard;
using Streaming.Feed.Http;

namespace Streaming.Feed.Sessions;

/// <summary>
/// Lets those in who know the token: programs by <c>Authorization</c> with each request, browsers by a form that asks for it once. The token is in no address, so in no log and no history; tries are counted by where they come from.
/// </summary>
internal sealed class Door(BearerToken token, TimeProvider time) : IDisposable
{
    /// <summary>Where the form is sent.</summary>
    public const string Entry = "/login";

    private const int TriesOfMinute = 10;
    private const long LargestForm = 4 << 10;
    private const string FormPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static readonly byte[] Form = DashboardFile.Read("login.html");

    private readonly BrowserSessions _sessions = new(time);

    private readonly PartitionedRateLimiter<HttpContext> _tries = PartitionedRateLimiter.Create<HttpContext, string>(http =>
        RateLimitPartition.GetFixedWindowLimiter(From(http), _ => new() { PermitLimit = TriesOfMinute, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 }));

    /// <summary>A middleware.</summary>
    public Task CheckAsync(HttpContext http, RequestDelegate next)
    {
        var path = http.Request.Path;
        return (http.Request.Method, path.Value) switch
        {
            ("POST", Entry) => EnterAsync(http),
            ("POST", "/logout") when _sessions.Knows(http) => LeaveAsync(http),
            ("GET", "/dashboard.css" or "/icon.svg") => next(http),
            _ when _sessions.Knows(http) => next(http),
            ("GET", "/") when !http.Request.Headers.ContainsKey("Authorization") => AskAsync(http, StatusCodes.Status401Unauthorized),
            _ => token.CheckAsync(http, next),
        };
    }

    public void Dispose() => _tries.Dispose();

    // A form of another site cannot begin a session here: browsers say where a form comes from.
    private async Task EnterAsync(HttpContext http)
    {
        if (http.Request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none") || !http.Request.HasFormContentType || http.Request.ContentLength is null or > LargestForm)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        using var tried = _tries.AttemptAcquire(http);
        if (!tried.IsAcquired)
        {
            http.Response.Headers.RetryAfter = "60";
            await AskAsync(http, StatusCodes.Status429TooManyRequests);
            return;
        }

        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (!token.Is(form["token"].ToString()))
        {
            await AskAsync(http, StatusCodes.Status401Unauthorized);
            return;
        }

        _sessions.Begin(http);
        http.Response.Redirect("/");
    }

    private Task LeaveAsync(HttpContext http)
    {
        _sessions.End(http);
        http.Response.Redirect("/");
        return Task.CompletedTask;
    }

    private static Task AskAsync(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = FormPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        return http.Response.Body.WriteAsync(Form, http.RequestAborted).AsTask();
    }

    // Who has one address of the newer protocol has at least all of its lower half.
    private static string From(HttpContext http) => http.Connection.RemoteIpAddress is { } address
        ? Convert.ToHexString(address.IsIPv4MappedToIPv6 ? address.MapToIPv4().GetAddressBytes() : address.GetAddressBytes()[..Math.Min(8, address.GetAddressBytes().Length)])
        : "";
}
