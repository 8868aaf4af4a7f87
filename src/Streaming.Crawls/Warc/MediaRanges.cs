namespace Streaming.Crawls.Warc;

/// <summary>A set of media types: <c>text/html</c>, <c>text/*</c>, <c>*/*</c>.</summary>
internal sealed class MediaRanges(IReadOnlyList<string> ranges)
{
    private const string Html = "text/html";
    private const string Unknown = "application/octet-stream";

    // As HTML's own rule for telling types has it (WHATWG MIME Sniffing, 7.1), by and large.
    private const int SniffedBytes = 512;

    private readonly HashSet<string> _whole = [.. ranges.Select(r => r.ToLowerInvariant())];
    private readonly string[] _kinds = [.. ranges.Where(r => r.EndsWith("/*", StringComparison.Ordinal)).Select(r => r[..^1].ToLowerInvariant())];

    /// <summary>Whether a type (in lower case) is among them.</summary>
    public bool Contain(string type) => _whole.Contains(type) || _whole.Contains("*/*") || _kinds.Any(k => type.StartsWith(k, StringComparison.Ordinal));

    /// <summary>The type without its parameters, in lower case.</summary>
    public static string TypeOf(string contentType) => contentType.Split(';', 2)[0].Trim().ToLowerInvariant();

    /// <summary>Whether its content is text.</summary>
    public static bool IsText(string type) =>
        type.StartsWith("text/", StringComparison.Ordinal) || type.EndsWith("+xml", StringComparison.Ordinal) || type.EndsWith("+json", StringComparison.Ordinal)
        || type is "application/xml" or "application/json" or "application/javascript" or "application/x-ndjson";

    /// <summary>The type of content that does not say its own.</summary>
    public static string Sniff(ReadOnlySpan<byte> body)
    {
        var head = System.Text.Encoding.Latin1.GetString(body[..Math.Min(body.Length, SniffedBytes)]);
        return head.Contains("<html", StringComparison.OrdinalIgnoreCase) || head.Contains("<!doctype html", StringComparison.OrdinalIgnoreCase) || head.Contains("<head", StringComparison.OrdinalIgnoreCase) ? Html : Unknown;
    }
}
