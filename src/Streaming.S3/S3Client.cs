using System.Collections.Concurrent;
using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Streaming.Operators;
using Streaming.Tables;

namespace Streaming.S3;

/// <summary>The SDK's client, with its faults in the engine's words: what a user must put right, and what the store or the network did.</summary>
internal sealed class S3Client(IAmazonS3 inner)
{
    /// <summary>Codes of answers that the same call will get for ever.</summary>
    private static readonly string[] _wrong =
        ["NoSuchBucket", "InvalidBucketName", "InvalidAccessKeyId", "SignatureDoesNotMatch", "AccessDenied", "ExpiredToken", "InvalidToken", "PermanentRedirect", "AuthorizationHeaderMalformed", "AllAccessDisabled"];

    /// <summary>Buckets that are known to refuse a put where the key is taken.</summary>
    public ConcurrentDictionary<string, bool> Conditional { get; } = new();

    /// <summary>Makes a call.</summary>
    /// <param name="what">What is done, for people: <c>reading s3://bucket/key</c>.</param>
    /// <param name="call">The call.</param>
    /// <param name="abort">Stops.</param>
    /// <param name="outcomes">What the caller takes as an answer: it comes as the SDK's exception, all others as the engine's.</param>
    /// <exception cref="BadInputException">The bucket, the credentials or the settings are wrong.</exception>
    /// <exception cref="StoreUnavailableException">The store did not do it, though it was asked several times.</exception>
    public async Task<T> CallAsync<T>(string what, Func<IAmazonS3, Task<T>> call, CancellationToken abort, params HttpStatusCode[] outcomes)
    {
        try
        {
            return await call(inner);
        }
        catch (AmazonS3Exception e) when (e.ErrorCode != "NoSuchBucket" && Array.IndexOf(outcomes, e.StatusCode) >= 0)
        {
            throw;
        }
        catch (Exception e) when (e is not OperationCanceledException || !abort.IsCancellationRequested)
        {
            throw Said(what, e);
        }
    }

    // Messages of the store may repeat what was sent, a signature or a key among it; status and code say enough.
    private static Exception Said(string what, Exception e) => e switch
    {
        AmazonServiceException { ErrorCode: { } code } wrong when Array.IndexOf(_wrong, code) >= 0 || wrong.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized =>
            new BadInputException($"{what} was refused: {Words(wrong)}. Check the bucket's name, its region and the credentials."),
        AmazonServiceException failed => new StoreUnavailableException($"{what} failed: {Words(failed)}."),
        AmazonClientException missing when missing.Message.Contains("credentials", StringComparison.OrdinalIgnoreCase) =>
            new BadInputException($"{what} needs credentials, and none were found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE."),
        OperationCanceledException => new StoreUnavailableException($"{what} failed: no answer within {S3Settings.TryTimeout.TotalSeconds:0} s."),
        _ => new StoreUnavailableException($"{what} failed: {e.GetBaseException().Message}"),
    };

    private static string Words(AmazonServiceException e) => (int)e.StatusCode == 0 ? e.GetBaseException().Message : $"status {(int)e.StatusCode} {e.ErrorCode}".TrimEnd();
}
