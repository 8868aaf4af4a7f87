using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Streaming.Tables;

namespace Streaming.S3.Writing;

/// <summary>An object that is written piece by piece: a small one is put at once when it is published, a larger one goes up in parts that nobody sees before the last.</summary>
internal sealed class S3PendingObject : IPendingObject
{
    private static readonly TimeSpan AbandonTimeout = TimeSpan.FromSeconds(20);

    private readonly S3Client _client;
    private readonly S3Objects _objects;
    private readonly string _key;
    private readonly string _mark = Guid.NewGuid().ToString("N");
    private readonly PartStream _parts;
    private string? _upload;
    private bool _settled;

    public S3PendingObject(S3Client client, S3Objects objects, string key)
    {
        (_client, _objects, _key) = (client, objects, key);
        _parts = new(PutPartAsync);
    }

    public Stream Content => _parts;

    public async ValueTask<long> PublishAsync(CancellationToken abort)
    {
        if (_settled)
        {
            throw new InvalidOperationException($"'{_objects.Name(_key)}' was published, or failed to be, before.");
        }

        _settled = true;
        try
        {
            await (_upload is null ? PutWholeAsync(abort) : CompleteAsync(_upload, abort));
            return _parts.Length;
        }
        catch
        {
            await AbandonAsync();
            throw;
        }
        finally
        {
            await _parts.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_settled)
        {
            _settled = true;
            await AbandonAsync();
        }
    }

    private async Task<PartETag> PutPartAsync(int number, ReadOnlyMemory<byte> content, CancellationToken abort)
    {
        // Parts begin one after the other, so the first has been here before a second comes.
        var upload = _upload ??= await _objects.BeginAsync(_key, _mark, abort);
        return await _objects.PutPartAsync(_key, upload, number, content, abort);
    }

    private async ValueTask PutWholeAsync(CancellationToken abort)
    {
        try
        {
            await _objects.PutAsync(_key, _parts.Rest, _mark, onlyIfAbsent: false, abort);
        }
        catch (StoreUnavailableException)
        {
            await ThrowUnlessOursAsync(abort);
        }
    }

    private async ValueTask CompleteAsync(string upload, CancellationToken abort)
    {
        var parts = await _parts.FinishAsync(abort);
        var request = new CompleteMultipartUploadRequest { BucketName = _objects.Bucket, Key = _key, UploadId = upload, PartETags = [.. parts] };
        try
        {
            await _client.CallAsync($"writing {_objects.Name(_key)}", s3 => s3.CompleteMultipartUploadAsync(request, abort), abort, HttpStatusCode.NotFound);
        }
        catch (Exception e) when (e is StoreUnavailableException || e is AmazonS3Exception { StatusCode: HttpStatusCode.NotFound })
        {
            // The upload is gone where an earlier try, whose answer was lost, has completed it.
            await ThrowUnlessOursAsync(abort);
        }
    }

    private async ValueTask ThrowUnlessOursAsync(CancellationToken abort)
    {
        if (await _objects.HasMarkAsync(_key, _mark, abort) != true)
        {
            throw new StoreUnavailableException($"{_objects.Name(_key)} was not written: the store did not confirm it, and it is not there.");
        }
    }

    // Nothing is to be left behind, but what brought us here matters more than a store that does not answer: vacuum takes the rest.
    private async ValueTask AbandonAsync()
    {
        using var within = new CancellationTokenSource(AbandonTimeout, _objects.Time);
        try
        {
            await _parts.DisposeAsync();
            await (_upload is { } upload ? _objects.AbortAsync(_key, upload, within.Token) : default);
        }
        catch (Exception e) when (e is IOException or Operators.BadInputException or OperationCanceledException or AmazonS3Exception)
        {
        }
    }
}
