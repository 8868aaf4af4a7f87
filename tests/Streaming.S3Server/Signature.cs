using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Streaming.S3Server;

/// <summary>
/// Checks AWS Signature Version 4 in the Authorization header
/// (https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html), the payload's hash and the request's age.
/// </summary>
internal sealed class Signature(string accessKey, string secretKey, string region, TimeProvider time)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const string Unsigned = "UNSIGNED-PAYLOAD";
    private static readonly TimeSpan MostSkew = TimeSpan.FromMinutes(15);

    /// <summary>Throws what the protocol answers to a request that is not signed as it should be.</summary>
    public void Check(HttpRequest request, byte[] body)
    {
        var given = Parse(request.Headers.Authorization.ToString());
        var scope = given.Credential.Split('/');
        if (scope.Length != 5 || scope[3] != "s3" || scope[4] != "aws4_request")
        {
            throw S3Error.Invalid("AuthorizationHeaderMalformed", "The credential is not KEY/DATE/REGION/s3/aws4_request.");
        }

        if (scope[0] != accessKey)
        {
            throw S3Error.Denied("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.");
        }

        if (scope[2] != region)
        {
            throw S3Error.Invalid("AuthorizationHeaderMalformed", $"The region '{scope[2]}' is wrong; expecting '{region}'");
        }

        var date = CheckDate(request, scope[1]);
        var hash = CheckPayload(request, body);
        var signed = given.SignedHeaders.Split(';');
        if (!signed.Contains("host") || request.Headers.Keys.Any(h => h.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase) && !signed.Contains(h.ToLowerInvariant())))
        {
            throw S3Error.Denied("AccessDenied", "There were headers present in the request which were not signed");
        }

        var canonical = string.Join('\n', request.Method, RawPath(request), Query(request), string.Concat(signed.Select(h => $"{h}:{Value(request, h)}\n")), given.SignedHeaders, hash);
        var toSign = string.Join('\n', Algorithm, date, string.Join('/', scope[1..]), Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))));
        var key = new[] { scope[1], region, "s3", "aws4_request" }.Aggregate(Encoding.UTF8.GetBytes("AWS4" + secretKey), (k, part) => HMACSHA256.HashData(k, Encoding.UTF8.GetBytes(part)));
        var expected = Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(given.Signature)))
        {
            throw S3Error.Denied("SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided. Check your key and signing method.");
        }
    }

    private static (string Credential, string SignedHeaders, string Signature) Parse(string header)
    {
        if (!header.StartsWith(Algorithm + " ", StringComparison.Ordinal))
        {
            throw S3Error.Denied("AccessDenied", "Access Denied");
        }

        var parts = header[Algorithm.Length..].Split(',', StringSplitOptions.TrimEntries).Select(p => p.Split('=', 2)).Where(p => p.Length == 2).ToDictionary(p => p[0], p => p[1]);
        return parts.TryGetValue("Credential", out var credential) && parts.TryGetValue("SignedHeaders", out var headers) && parts.TryGetValue("Signature", out var signature)
            ? (credential, headers, signature)
            : throw S3Error.Invalid("AuthorizationHeaderMalformed", "The authorization header is malformed");
    }

    private string CheckDate(HttpRequest request, string day)
    {
        var text = request.Headers["x-amz-date"].ToString();
        if (!DateTimeOffset.TryParseExact(text, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) || !text.StartsWith(day, StringComparison.Ordinal))
        {
            throw S3Error.Denied("AccessDenied", "AWS authentication requires a valid Date or x-amz-date header");
        }

        return (time.GetUtcNow() - date).Duration() <= MostSkew ? text : throw S3Error.Denied("RequestTimeTooSkewed", "The difference between the request time and the current time is too large.");
    }

    private static string CheckPayload(HttpRequest request, byte[] body)
    {
        var hash = request.Headers["x-amz-content-sha256"].ToString();
        if (hash.StartsWith("STREAMING-", StringComparison.Ordinal))
        {
            throw S3Error.NotImplemented("Chunked payloads are not understood here.");
        }

        return hash == Unsigned || hash == Hex(SHA256.HashData(body)) ? hash
            : throw S3Error.Invalid("XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed.");
    }

    // As it was sent: S3 signs the path encoded once.
    private static string RawPath(HttpRequest request) => request.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('?')[0];

    private static string Query(HttpRequest request) => string.Join(
        '&',
        request.Query
            .SelectMany(q => q.Value.Select(v => (Name: Uri.EscapeDataString(q.Key), Value: Uri.EscapeDataString(v ?? ""))))
            .OrderBy(q => q.Name, StringComparer.Ordinal).ThenBy(q => q.Value, StringComparer.Ordinal)
            .Select(q => $"{q.Name}={q.Value}"));

    private static string Value(HttpRequest request, string header) =>
        string.Join(',', request.Headers[header].Select(v => string.Join(' ', (v ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
