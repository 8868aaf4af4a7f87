using Amazon.Runtime;
using Amazon.S3;
using Streaming.Operators;

namespace Streaming.S3;

/// <summary>How a store is reached. Credentials are no part of it: the SDK finds them by its own chain (environment, profile, web identity, container, instance).</summary>
/// <param name="Endpoint">The server; null: AWS.</param>
/// <param name="Region">The region; null: by the SDK's chain.</param>
/// <param name="PathStyle">Whether the bucket stands in the path and not in the host's name.</param>
internal sealed record S3Settings(Uri? Endpoint, string? Region, bool PathStyle)
{
    /// <summary>After so many tries, with waits that double up to 20 s and vary at random, a call has failed.</summary>
    public const int Retries = 6;

    /// <summary>A try takes no longer, from its first byte to the answer's head; nor may a body pause for so long.</summary>
    public static readonly TimeSpan TryTimeout = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Reads <c>AWS_ENDPOINT_URL_S3</c> or <c>AWS_ENDPOINT_URL</c>, <c>AWS_REGION</c> or <c>AWS_DEFAULT_REGION</c>, and <c>STREAMING_S3_PATH_STYLE</c>
    /// (<c>true</c> or <c>false</c>; default: true where an endpoint is given, since every other store speaks it).
    /// </summary>
    /// <param name="variable">The environment.</param>
    /// <exception cref="BadInputException">One of them is wrong.</exception>
    public static S3Settings Read(Func<string, string?> variable)
    {
        string? First(params string[] names) => names.Select(variable).FirstOrDefault(v => !string.IsNullOrEmpty(v));

        Uri? endpoint = null;
        if (First("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL") is { } url
            && !(Uri.TryCreate(url, UriKind.Absolute, out endpoint) && endpoint.Scheme is "http" or "https" && endpoint.UserInfo.Length == 0))
        {
            throw new BadInputException("AWS_ENDPOINT_URL must be an address such as http://127.0.0.1:9000, without a name and password.");
        }

        var style = First("STREAMING_S3_PATH_STYLE");
        var pathStyle = style is null ? endpoint is not null : bool.TryParse(style, out var given) ? given : throw new BadInputException("STREAMING_S3_PATH_STYLE is true or false.");
        return new(endpoint, First("AWS_REGION", "AWS_DEFAULT_REGION"), pathStyle);
    }

    /// <summary>A client with these settings.</summary>
    public AmazonS3Client Connect()
    {
        var config = new AmazonS3Config
        {
            ForcePathStyle = PathStyle,
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = Retries,
            Timeout = TryTimeout,
            ConnectTimeout = ConnectTimeout,

            // The payload's SHA-256 is signed with each put, which every store checks; checksums in trailers many do not know.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (Endpoint is not null)
        {
            config.ServiceURL = Endpoint.ToString();
            config.AuthenticationRegion = Region ?? "us-east-1";
        }
        else if (Region is not null)
        {
            config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(Region);
        }

        return new(config);
    }
}
