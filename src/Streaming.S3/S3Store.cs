using System.Net;
using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;
using Streaming.S3.Reading;
using Streaming.S3.Writing;
using Streaming.Tables;

namespace Streaming.S3;

/// <summary>A folder of a bucket.</summary>
/// <remarks>
/// S3 is strongly consistent since December 2020, and takes <c>If-None-Match: *</c> with a put since August 2024: of two writers one gets 412. Stores that pass the condition over are
/// found out by the first put and refused. Every object that is put under a condition, or piece by piece, carries a mark of its own, so that after a lost answer it can be told whose it is.
/// </remarks>
internal sealed class S3Store : IObjectStore, ILeftovers
{
    private readonly S3Client _client;
    private readonly S3Address _address;
    private readonly ConditionalPut _conditional;

    public S3Store(S3Client client, S3Address address, TimeProvider? time = null)
    {
        (_client, _address) = (client, address);
        Objects = new(client, address.Bucket, time ?? TimeProvider.System);
        _conditional = new(client, Objects);
    }

    /// <inheritdoc/>
    public string Root => _address.ToString();

    private S3Objects Objects { get; }

    /// <inheritdoc/>
    public ValueTask<Stream?> OpenReadAsync(string path, CancellationToken abort) => ObjectStream.OpenAsync(Objects, Key(path), abort);

    /// <inheritdoc/>
    public ValueTask<bool> PutIfAbsentAsync(string path, ReadOnlyMemory<byte> content, CancellationToken abort) => _conditional.PutAsync(Key(path), content, abort);

    /// <inheritdoc/>
    public async ValueTask PutAsync(string path, ReadOnlyMemory<byte> content, CancellationToken abort) => await Objects.PutAsync(Key(path), content, null, onlyIfAbsent: false, abort);

    /// <inheritdoc/>
    public ValueTask<IPendingObject> CreateAsync(string path, CancellationToken abort) => new(new S3PendingObject(_client, Objects, Key(path)));

    /// <inheritdoc/>
    public async ValueTask<bool> MoveAsync(string from, string to, CancellationToken abort)
    {
        var (source, target) = (Key(from), Key(to));
        var copy = new CopyObjectRequest { SourceBucket = _address.Bucket, SourceKey = source, DestinationBucket = _address.Bucket, DestinationKey = target };
        try
        {
            await _client.CallAsync($"moving {Objects.Name(source)}", s3 => s3.CopyObjectAsync(copy, abort), abort, HttpStatusCode.NotFound);
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return await Objects.HeadAsync(target, abort) is not null;
        }

        await Objects.DeleteAsync(source, abort);
        return true;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredObject> ListAsync(string folder, string? startAfter, [EnumeratorCancellation] CancellationToken abort)
    {
        var request = new ListObjectsV2Request
        {
            BucketName = _address.Bucket,
            Prefix = _address.Prefix + (StorePath.CheckFolder(folder) is "" ? "" : folder + "/"),
            StartAfter = startAfter is null ? null : _address.Prefix + startAfter,
        };
        do
        {
            var page = await _client.CallAsync($"listing {Root}", s3 => s3.ListObjectsV2Async(request, abort), abort);
            foreach (var found in page.S3Objects ?? [])
            {
                // A key with a slash at its end is what consoles make to show an empty folder.
                // One with an empty folder's name cannot be named by a path: it is nobody's file here.
                if (!found.Key.EndsWith('/') && !found.Key[_address.Prefix.Length..].Split('/').Contains("") && !StorePath.IsTemporary(StorePath.FileName(found.Key)))
                {
                    yield return new(found.Key[_address.Prefix.Length..], found.Size ?? 0, found.LastModified ?? DateTime.MaxValue);
                }
            }

            request.ContinuationToken = page.NextContinuationToken;
        }
        while (request.ContinuationToken is not null);
    }

    /// <inheritdoc/>
    public ValueTask DeleteAsync(string path, CancellationToken abort) => Objects.DeleteAsync(Key(path), abort);

    /// <inheritdoc/>
    public async IAsyncEnumerable<Leftover> LeftoversAsync([EnumeratorCancellation] CancellationToken abort)
    {
        var request = new ListMultipartUploadsRequest { BucketName = _address.Bucket, Prefix = _address.Prefix };
        while (true)
        {
            var page = await _client.CallAsync($"listing the unfinished uploads of {Root}", s3 => s3.ListMultipartUploadsAsync(request, abort), abort);
            foreach (var upload in page.MultipartUploads ?? [])
            {
                yield return new(new(upload.Key[_address.Prefix.Length..], 0, upload.Initiated ?? DateTime.MaxValue), upload.UploadId);
            }

            if (page.IsTruncated != true)
            {
                yield break;
            }

            (request.KeyMarker, request.UploadIdMarker) = (page.NextKeyMarker, page.NextUploadIdMarker);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DeleteLeftoverAsync(Leftover leftover, CancellationToken abort) => await Objects.AbortAsync(_address.Prefix + leftover.Object.Path, leftover.Mark, abort);

    private string Key(string path) => _address.Prefix + StorePath.Check(path);
}
