using Microsoft.AspNetCore.Http;

namespace Streaming.S3Server;

/// <summary>A request as the server sees it: its body is read whole before anything else happens.</summary>
/// <param name="Http">The request.</param>
/// <param name="Bucket">The first segment of the path.</param>
/// <param name="Key">The rest; empty for calls on the bucket.</param>
/// <param name="Body">The body.</param>
public sealed record S3Request(HttpContext Http, string Bucket, string Key, byte[] Body)
{
    /// <summary>The call's name in the protocol's reference.</summary>
    public string Operation { get; } = OperationOf(Http.Request, Key);

    /// <summary>A parameter of the query; null where it is missing.</summary>
    public string? Query(string name) => Http.Request.Query.TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>A header; null where it is missing.</summary>
    public string? Header(string name) => Http.Request.Headers.TryGetValue(name, out var value) ? value.ToString() : null;

    private static string OperationOf(HttpRequest request, string key)
    {
        bool Has(string name) => request.Query.ContainsKey(name);
        return (request.Method, key.Length > 0) switch
        {
            ("PUT", false) => "CreateBucket",
            ("GET", false) when Has("uploads") => "ListMultipartUploads",
            ("GET", false) => "ListObjectsV2",
            ("POST", false) when Has("delete") => "DeleteObjects",
            ("POST", true) when Has("uploads") => "CreateMultipartUpload",
            ("POST", true) when Has("uploadId") => "CompleteMultipartUpload",
            ("PUT", true) when Has("partNumber") => "UploadPart",
            ("PUT", true) when request.Headers.ContainsKey("x-amz-copy-source") => "CopyObject",
            ("PUT", true) => "PutObject",
            ("GET", true) => "GetObject",
            ("HEAD", true) => "HeadObject",
            ("DELETE", true) when Has("uploadId") => "AbortMultipartUpload",
            ("DELETE", true) => "DeleteObject",
            _ => "Unknown",
        };
    }
}
