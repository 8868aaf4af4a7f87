using System.Net;
using System.Runtime.InteropServices;
using Amazon.S3;
using Amazon.S3.Model;

namespace Streaming.S3;

/// <summary>What is done to one object of a bucket, each a call or a few; keys are whole.</summary>
internal sealed class S3Objects(S3Client client, string bucket, TimeProvider time)
{
    /// <summary>The user metadata that tells whose an object is.</summary>
    private const string MarkKey = "x-amz-meta-streaming-mark";

    private static readonly HttpStatusCode[] _taken = [HttpStatusCode.PreconditionFailed, HttpStatusCode.Conflict];

    public S3Client Client => client;

    public string Bucket => bucket;

    public TimeProvider Time => time;

    /// <summary>The object, for people.</summary>
    public string Name(string key) => $"s3://{bucket}/{key}";

    /// <summary>Its metadata; null where it is absent.</summary>
    public async ValueTask<GetObjectMetadataResponse?> HeadAsync(string key, CancellationToken abort)
    {
        try
        {
            return await client.CallAsync(
                $"looking at {Name(key)}", s3 => s3.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = bucket, Key = key }, abort), abort, HttpStatusCode.NotFound);
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Whether the object carries the mark; null where it is absent.</summary>
    public async ValueTask<bool?> HasMarkAsync(string key, string mark, CancellationToken abort) => await HeadAsync(key, abort) is { } head ? head.Metadata[MarkKey] == mark : null;

    /// <summary>Puts a whole object.</summary>
    /// <param name="key">Where.</param>
    /// <param name="content">All of it.</param>
    /// <param name="mark">Tells whose it is; null: nobody will ask.</param>
    /// <param name="onlyIfAbsent">412 or 409, an <see cref="AmazonS3Exception"/>, where there is one or was about to be.</param>
    /// <param name="abort">Stops.</param>
    public async ValueTask PutAsync(string key, ReadOnlyMemory<byte> content, string? mark, bool onlyIfAbsent, CancellationToken abort)
    {
        using var body = AsStream(content);
        var request = new PutObjectRequest
        {
            BucketName = bucket,
            Key = key,
            InputStream = body,
            AutoCloseStream = false,
            UseChunkEncoding = false,
            IfNoneMatch = onlyIfAbsent ? "*" : null,
        };
        if (mark is not null)
        {
            request.Metadata[MarkKey] = mark;
        }

        await client.CallAsync($"writing {Name(key)}", s3 => s3.PutObjectAsync(request, abort), abort, onlyIfAbsent ? _taken : []);
    }

    /// <summary>Deletes it, if it is there.</summary>
    public async ValueTask DeleteAsync(string key, CancellationToken abort) =>
        await client.CallAsync($"deleting {Name(key)}", s3 => s3.DeleteObjectAsync(new DeleteObjectRequest { BucketName = bucket, Key = key }, abort), abort);

    /// <summary>Begins an object of parts, and gives the upload's id.</summary>
    public async ValueTask<string> BeginAsync(string key, string mark, CancellationToken abort)
    {
        var request = new InitiateMultipartUploadRequest { BucketName = bucket, Key = key };
        request.Metadata[MarkKey] = mark;
        return (await client.CallAsync($"writing {Name(key)}", s3 => s3.InitiateMultipartUploadAsync(request, abort), abort)).UploadId;
    }

    /// <summary>Puts a part. Parts count from 1; all but the last have 5 MiB or more.</summary>
    public async Task<PartETag> PutPartAsync(string key, string upload, int number, ReadOnlyMemory<byte> content, CancellationToken abort)
    {
        using var body = AsStream(content);
        var request = new UploadPartRequest
        {
            BucketName = bucket,
            Key = key,
            UploadId = upload,
            PartNumber = number,
            InputStream = body,
            PartSize = content.Length,
            UseChunkEncoding = false,
        };
        var put = await client.CallAsync($"writing part {number} of {Name(key)}", s3 => s3.UploadPartAsync(request, abort), abort);
        return new(number, put.ETag);
    }

    /// <summary>Gives up an upload and its parts; one that is not there (any more) is none.</summary>
    public async ValueTask AbortAsync(string key, string upload, CancellationToken abort)
    {
        try
        {
            var request = new AbortMultipartUploadRequest { BucketName = bucket, Key = key, UploadId = upload };
            await client.CallAsync($"giving up {Name(key)}", s3 => s3.AbortMultipartUploadAsync(request, abort), abort, HttpStatusCode.NotFound);
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
        }
    }

    private static MemoryStream AsStream(ReadOnlyMemory<byte> content) => MemoryMarshal.TryGetArray(content, out var whole)
        ? new(whole.Array!, whole.Offset, whole.Count, writable: false)
        : new(content.ToArray(), writable: false);
}
