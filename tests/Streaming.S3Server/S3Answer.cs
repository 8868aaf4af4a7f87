using System.Net;
using System.Text;

namespace Streaming.S3Server;

/// <summary>An answer that is no error.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The body.</param>
/// <param name="Headers">The headers.</param>
internal sealed record S3Answer(HttpStatusCode Status, ReadOnlyMemory<byte> Body, params (string Name, string Value)[] Headers)
{
    /// <summary>The length that the headers tell: also where a HEAD has no body.</summary>
    public long Length { get; init; } = Body.Length;

    public static S3Answer Empty(HttpStatusCode status, params (string Name, string Value)[] headers) => new(status, default, headers);

    public static S3Answer Xml(string text) => new(HttpStatusCode.OK, Encoding.UTF8.GetBytes(text), ("Content-Type", "application/xml"));
}
