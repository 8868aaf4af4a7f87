using System.Globalization;
using System.Text;
using Streaming.Crawls.Warc;

namespace Streaming.Crawls.Http;

/// <summary>A stored HTTP response: what stands before its body, and the body as it was sent.</summary>
internal sealed class HttpResponse
{
    private const int MaxHeaderBytes = 256 << 10;

    /// <summary>The status, 0 where the first line has none.</summary>
    public required int Status { get; init; }

    /// <summary>The header fields in order.</summary>
    public required List<(string Name, string Value)> Fields { get; init; }

    /// <summary>The body as it was sent.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The values of a field, joined by commas, or null.</summary>
    public string? this[string name]
    {
        get
        {
            string? all = null;
            foreach (var (field, value) in Fields)
            {
                if (field.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    all = all is null ? value : $"{all}, {value}";
                }
            }

            return all;
        }
    }

    /// <summary>Takes a message apart.</summary>
    /// <exception cref="InvalidDataException">It is no HTTP response.</exception>
    public static HttpResponse Parse(ReadOnlyMemory<byte> message)
    {
        var head = message.Span[..Math.Min(message.Length, MaxHeaderBytes)];
        if (!head.StartsWith("HTTP/"u8))
        {
            throw new InvalidDataException("The content does not begin as an HTTP response does.");
        }

        var length = HeaderFields.Length(head);
        if (length < 0 && message.Length > MaxHeaderBytes)
        {
            throw new InvalidDataException($"The HTTP header does not end within {MaxHeaderBytes} bytes.");
        }

        // A header that the content's end cuts off is a response without a body (crawlers store such).
        length = length < 0 ? message.Length : length;

        // Latin-1 gives every byte a character (RFC 9110, 5.5).
        var fields = HeaderFields.Parse(Encoding.Latin1.GetString(HeaderFields.AfterFirstLine(head[..length])));
        return new() { Status = StatusOf(head), Fields = fields, Body = message[length..] };
    }

    /// <summary>The body without its transfer and content codings.</summary>
    /// <param name="maxBytes">A larger body is a fault.</param>
    /// <exception cref="InvalidDataException">It is not coded as the header says, or too large.</exception>
    public ReadOnlyMemory<byte> DecodeBody(int maxBytes)
    {
        var chunked = this["Transfer-Encoding"]?.Contains("chunked", StringComparison.OrdinalIgnoreCase) == true;
        var body = chunked ? ChunkedBody.Decode(Body) : Body;
        foreach (var coding in (this["Content-Encoding"] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Reverse())
        {
            body = ContentCoding.Decode(Within(body, maxBytes), coding, maxBytes);
        }

        return Within(body, maxBytes);
    }

    private static ReadOnlyMemory<byte> Within(ReadOnlyMemory<byte> body, int maxBytes) =>
        body.Length <= maxBytes ? body : throw new InvalidDataException($"The body is larger than the {maxBytes} bytes that are allowed.");

    private static int StatusOf(ReadOnlySpan<byte> head)
    {
        var line = head[..(head.IndexOf((byte)'\n') is var end and >= 0 ? end : head.Length)];
        var space = line.IndexOf((byte)' ');
        var code = space < 0 ? default : line[(space + 1)..].TrimStart((byte)' ');
        return code.Length >= 3 && int.TryParse(code[..3], NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : 0;
    }
}
