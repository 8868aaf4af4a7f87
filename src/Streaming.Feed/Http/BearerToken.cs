using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Streaming.Feed.Http;

/// <summary>Lets only those in who know the token (RFC 6750). Compared in constant time, by digests, so that its length does not show either.</summary>
internal sealed class BearerToken(string token)
{
    private const string Scheme = "Bearer ";

    private readonly byte[] _digest = SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>A middleware.</summary>
    public Task CheckAsync(HttpContext http, RequestDelegate next)
    {
        var given = http.Request.Headers.Authorization.ToString();
        if (given.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && Is(given[Scheme.Length..]))
        {
            return next(http);
        }

        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        http.Response.Headers.WWWAuthenticate = "Bearer";
        return Task.CompletedTask;
    }

    /// <summary>Whether it is the token.</summary>
    public bool Is(string given) => CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), _digest);
}
