using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Streaming.Tables;

namespace Streaming.S3.Reading;

/// <summary>Fetches ranges of one version of an object; a body that breaks off or stands still is taken up where it ended.</summary>
internal sealed class ObjectReader
{
    private readonly S3Objects _objects;
    private readonly string _key;
    private readonly string _version;

    private ObjectReader(S3Objects objects, string key, string version, long length) => (_objects, _key, _version, Length) = (objects, key, version, length);

    /// <summary>The object's bytes.</summary>
    public long Length { get; }

    /// <summary>Fetches the first bytes, and learns the object's size and version by it.</summary>
    public static async ValueTask<(ObjectReader Reader, byte[] First)> BeginAsync(S3Objects objects, string key, CancellationToken abort)
    {
        using var response = await GetAsync(objects, key, null, 0, ObjectWindows.Smallest, abort);
        var length = response.ContentRange is { } range && long.TryParse(range[(range.LastIndexOf('/') + 1)..], out var whole) ? whole : response.ContentLength;
        var reader = new ObjectReader(objects, key, response.ETag, length);
        var first = new byte[Math.Min(length, ObjectWindows.Smallest)];
        var filled = await TryFillAsync(response, first, abort);
        await (filled < first.Length ? reader.FetchAsync(filled, first.AsMemory(filled), abort) : default);
        return (reader, first);
    }

    /// <summary>Fills the buffer from a position on.</summary>
    /// <exception cref="FileNotFoundException">The object is gone, or another is there under its name.</exception>
    /// <exception cref="StoreUnavailableException">The store does not give it.</exception>
    public async ValueTask FetchAsync(long from, Memory<byte> into, CancellationToken abort)
    {
        var filled = 0;
        for (var tries = 1; filled < into.Length; tries++)
        {
            try
            {
                using var response = await GetAsync(_objects, _key, _version, from + filled, into.Length - filled, abort);
                if (!Begins(response, from + filled))
                {
                    throw new StoreUnavailableException($"reading {_objects.Name(_key)} failed: the store answers a range with other bytes than those asked for.");
                }

                var before = filled;
                filled += await TryFillAsync(response, into[filled..], abort);

                // What goes on is not stuck, however often it stops.
                tries = filled - before >= ObjectWindows.Smallest ? 1 : tries;
            }
            catch (AmazonS3Exception e) when (e.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.PreconditionFailed or HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                throw new FileNotFoundException($"{_objects.Name(_key)} was deleted or replaced while it was read.", _objects.Name(_key));
            }

            if (filled < into.Length)
            {
                await (tries <= S3Settings.Retries ? Backoff.WaitAsync(tries, _objects.Time, abort) : throw new StoreUnavailableException($"reading {_objects.Name(_key)} failed: its answers break off."));
            }
        }
    }

    // "bytes 100-199/1000"; who passes the range over sends all, from the first byte.
    private static bool Begins(GetObjectResponse response, long at) => at == 0 || (response.ContentRange?.StartsWith($"bytes {at}-", StringComparison.Ordinal) ?? false);

    private static Task<GetObjectResponse> GetAsync(S3Objects objects, string key, string? version, long from, long count, CancellationToken abort)
    {
        var request = new GetObjectRequest { BucketName = objects.Bucket, Key = key, ByteRange = new(from, from + count - 1), EtagToMatch = version };
        return objects.Client.CallAsync($"reading {objects.Name(key)}", s3 => s3.GetObjectAsync(request, abort), abort, HttpStatusCode.NotFound, HttpStatusCode.PreconditionFailed, HttpStatusCode.RequestedRangeNotSatisfiable);
    }

    // As much as comes. A server that stands still in the middle of a body is left.
    private static async ValueTask<int> TryFillAsync(GetObjectResponse response, Memory<byte> into, CancellationToken abort)
    {
        var filled = 0;
        using var still = CancellationTokenSource.CreateLinkedTokenSource(abort);
        try
        {
            while (filled < into.Length)
            {
                still.CancelAfter(S3Settings.TryTimeout);
                if (await response.ResponseStream.ReadAsync(into[filled..], still.Token) is var read && read == 0)
                {
                    break;
                }

                filled += read;
            }
        }
        catch (Exception e) when (!abort.IsCancellationRequested && e is IOException or HttpRequestException or OperationCanceledException or Amazon.Runtime.AmazonClientException)
        {
        }

        return filled;
    }
}
