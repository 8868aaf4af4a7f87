using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Streaming.Feed.Sessions;

/// <summary>
/// Browsers that were let in: each holds a random word in a cookie that no script reads and no other site sends, and the server a digest of it until it is too old. Kept in memory alone: a server that starts anew asks anew.
/// </summary>
internal sealed class BrowserSessions(TimeProvider time)
{
    /// <summary>The cookie's name.</summary>
    public const string Cookie = "streaming_session";

    private const int Most = 64;
    private static readonly TimeSpan Lasts = TimeSpan.FromHours(12);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _until = new(StringComparer.Ordinal);

    /// <summary>Lets a browser in.</summary>
    public void Begin(HttpContext http)
    {
        foreach (var old in _until.Where(s => s.Value <= time.GetUtcNow()).Select(s => s.Key).Concat(_until.OrderByDescending(s => s.Value).Skip(Most - 1).Select(s => s.Key)).ToList())
        {
            _ = _until.TryRemove(old, out _);
        }

        var word = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        _until[Digest(word)] = time.GetUtcNow() + Lasts;
        http.Response.Cookies.Append(Cookie, word, new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = http.Request.IsHttps, Path = "/", MaxAge = Lasts });
    }

    /// <summary>Whether a request comes from a browser that was let in. The words are looked up by their digests, so that the time it takes tells nothing of them.</summary>
    public bool Knows(HttpContext http) => http.Request.Cookies[Cookie] is { Length: 64 } word && _until.TryGetValue(Digest(word), out var until) && until > time.GetUtcNow();

    /// <summary>Forgets a browser.</summary>
    public void End(HttpContext http)
    {
        if (http.Request.Cookies[Cookie] is { } word)
        {
            _ = _until.TryRemove(Digest(word), out _);
        }

        http.Response.Cookies.Delete(Cookie);
    }

    private static string Digest(string word) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(word)));
}
