using System.Globalization;
using System.Net;

namespace Streaming.S3Server;

/// <summary>GetObject and HeadObject.</summary>
internal static class ObjectReading
{
    public static S3Answer Head(S3Object found) => new(HttpStatusCode.OK, default, Headers(found)) { Length = found.Content.Length };

    public static S3Answer Get(S3Object found, S3Request request)
    {
        if (request.Header("If-Match") is { } wanted && wanted.Trim('"') != found.ETag.Trim('"'))
        {
            throw S3Error.PreconditionFailed;
        }

        return request.Header("Range") is { } range ? Part(found, range) : new(HttpStatusCode.OK, found.Content, Headers(found));
    }

    // One range of bytes: first-last, first-, -count (RFC 9110, 14.1.2).
    private static S3Answer Part(S3Object found, string range)
    {
        var ends = range.StartsWith("bytes=", StringComparison.Ordinal) ? range["bytes=".Length..].Split('-') : [];
        if (ends.Length != 2)
        {
            throw S3Error.NotImplemented("One range of bytes is understood here.");
        }

        var length = found.Content.Length;
        var first = ends[0].Length == 0 ? Math.Max(0, length - Number(ends[1])) : Number(ends[0]);
        var last = ends[0].Length == 0 || ends[1].Length == 0 ? length - 1 : Math.Min(length - 1, Number(ends[1]));
        if (first >= length || last < first)
        {
            throw S3Error.InvalidRange;
        }

        return new(HttpStatusCode.PartialContent, found.Content.AsMemory((int)first, (int)(last - first + 1)), [.. Headers(found), ("Content-Range", $"bytes {first}-{last}/{length}")]);
    }

    private static (string, string)[] Headers(S3Object found) =>
    [
        ("ETag", found.ETag), ("Last-Modified", found.Modified.ToString("R", CultureInfo.InvariantCulture)), ("Accept-Ranges", "bytes"), ("Content-Type", "binary/octet-stream"),
        .. found.Metadata.Select(m => (m.Key, m.Value)),
    ];

    private static long Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw S3Error.InvalidRange;
}
