using System.Net;
using Amazon.S3;
using Streaming.Operators;
using Streaming.Tables;

namespace Streaming.S3.Writing;

/// <summary>Puts an object where there is none, and knows afterwards whether it did: what decides between two writers of a table.</summary>
internal sealed class ConditionalPut(S3Client client, S3Objects objects)
{
    /// <summary>True where the object is this call's, false where there was one.</summary>
    /// <exception cref="StoreUnavailableException">Nobody knows: the put was not answered, and the object is not there now.</exception>
    public async ValueTask<bool> PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken abort)
    {
        var mark = Guid.NewGuid().ToString("N");
        var ours = await TryPutAsync(key, content, mark, abort);
        if (ours && !client.Conditional.ContainsKey(objects.Bucket))
        {
            await FindOutAsync(key, content, mark, abort);
        }

        return ours;
    }

    private async ValueTask<bool> TryPutAsync(string key, ReadOnlyMemory<byte> content, string mark, CancellationToken abort)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await objects.PutAsync(key, content, mark, onlyIfAbsent: true, abort);
                return true;
            }
            catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.PreconditionFailed)
            {
                // Perhaps by our own first try, whose answer was lost before the SDK tried again.
                client.Conditional[objects.Bucket] = true;
                return await objects.HasMarkAsync(key, mark, abort) == true;
            }
            catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.Conflict && tries <= S3Settings.Retries)
            {
                // Another put or a deletion of the key was under way; which of them won is not decided yet.
                await Backoff.WaitAsync(tries, objects.Time, abort);
            }
            catch (AmazonS3Exception e)
            {
                throw new StoreUnavailableException($"writing {objects.Name(key)} failed: status {(int)e.StatusCode} {e.ErrorCode}.");
            }
            catch (StoreUnavailableException)
            {
                if (await objects.HasMarkAsync(key, mark, abort) is not { } ours)
                {
                    throw;
                }

                return ours;
            }
        }
    }

    // A store that passes If-None-Match over lets two writers overwrite each other's commits. Once for each bucket the object is put again, with the same content, and must be refused.
    private async ValueTask FindOutAsync(string key, ReadOnlyMemory<byte> content, string mark, CancellationToken abort)
    {
        try
        {
            await objects.PutAsync(key, content, mark, onlyIfAbsent: true, abort);
        }
        catch (AmazonS3Exception e) when (e.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict)
        {
            client.Conditional[objects.Bucket] = true;
            return;
        }
        catch (StoreUnavailableException)
        {
            // The object is put; the next one will tell.
            return;
        }

        throw new BadInputException($"The store of s3://{objects.Bucket} passes over If-None-Match: two writers could overwrite each other's commits, so no table is written to it.");
    }
}
