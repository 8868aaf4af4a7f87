using System.Net;

namespace Streaming.Fetching;

/// <summary>Reads a server's answer: the medium, another address, or why there is none.</summary>
internal sealed class WebAnswers(HttpMediaOptions options, TimeProvider time)
{
    private static readonly HttpStatusCode[] _redirects = [HttpStatusCode.MovedPermanently, HttpStatusCode.Found, HttpStatusCode.SeeOther, HttpStatusCode.TemporaryRedirect, HttpStatusCode.PermanentRedirect];
    private static readonly HttpStatusCode[] _broken =
    [
        HttpStatusCode.RequestTimeout, HttpStatusCode.TooManyRequests, (HttpStatusCode)425, HttpStatusCode.InternalServerError, HttpStatusCode.BadGateway, HttpStatusCode.ServiceUnavailable, HttpStatusCode.GatewayTimeout,
    ];

    /// <summary>Where the answer leads on to; null where it is the last.</summary>
    /// <exception cref="FetchFailure">It leads to no address of the web.</exception>
    public static Uri? RedirectOf(HttpResponseMessage answer, Uri asked)
    {
        if (!_redirects.Contains(answer.StatusCode))
        {
            return null;
        }

        // Location is relative to what was asked; a broken one is read as null.
        var location = answer.Headers.Location;
        return location is not null && Uri.TryCreate(asked, location, out var next) && MediaAddress.IsWeb(next) ? next
            : throw new FetchFailure(FetchFailureKind.Refused, $"the server answered {(int)answer.StatusCode} and led to no address of the web");
    }

    /// <summary>The body of the last answer.</summary>
    /// <exception cref="FetchFailure">It has none that may be taken.</exception>
    public async Task<byte[]> BodyOfAsync(HttpResponseMessage answer, Action<long> grow, CancellationToken abort)
    {
        Check(answer);
        await using var body = await answer.Content.ReadAsStreamAsync(abort);
        var bytes = await BoundedBody.ReadAsync(body, answer.Content.Headers.ContentLength, options.MaxBytes.Bytes, grow, abort);
        return bytes.Length > 0 ? bytes : throw new FetchFailure(FetchFailureKind.Refused, "it is empty");
    }

    private void Check(HttpResponseMessage answer)
    {
        if (answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.NonAuthoritativeInformation))
        {
            throw new FetchFailure(KindOf(answer), $"the server answered {(int)answer.StatusCode}", RetryAfter(answer));
        }

        if (answer.Content.Headers.ContentLength > options.MaxBytes.Bytes)
        {
            throw new FetchFailure(FetchFailureKind.Refused, $"it has {answer.Content.Headers.ContentLength} bytes, more than the {options.MaxBytes.Bytes} allowed (media.http.max_bytes)");
        }

        // None was asked for; unpacking would need a bound of its own.
        if (answer.Content.Headers.ContentEncoding.FirstOrDefault(e => !e.Equals("identity", StringComparison.OrdinalIgnoreCase)) is { } encoding)
        {
            throw new FetchFailure(FetchFailureKind.Refused, $"the server packed it ({encoding}) though nobody asked for that");
        }

        if (TagOf(answer) is { } tag)
        {
            throw new FetchFailure(FetchFailureKind.Refused, $"the server forbids its use (X-Robots-Tag: {tag}; media.http.robots_tags)");
        }
    }

    // "noai, noindex" or "some-bot: noai": the directive counts whomever it is for.
    private string? TagOf(HttpResponseMessage answer) => answer.Headers.TryGetValues("X-Robots-Tag", out var values)
        ? values.SelectMany(v => v.Split([',', ':'], StringSplitOptions.TrimEntries)).FirstOrDefault(tag => options.RobotsTags.Contains(tag, StringComparer.OrdinalIgnoreCase))
        : null;

    private static FetchFailureKind KindOf(HttpResponseMessage answer) =>
        !_broken.Contains(answer.StatusCode) ? FetchFailureKind.Refused
        : answer.StatusCode == HttpStatusCode.TooManyRequests || answer.Headers.RetryAfter is not null ? FetchFailureKind.Busy
        : FetchFailureKind.Broken;

    private TimeSpan? RetryAfter(HttpResponseMessage answer)
    {
        var wait = answer.Headers.RetryAfter is { } after ? after.Delta ?? after.Date - time.GetUtcNow() : null;
        return wait > TimeSpan.Zero ? wait : null;
    }
}
