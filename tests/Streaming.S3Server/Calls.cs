using System.Globalization;
using System.Net;
using System.Text;
using System.Xml.Linq;

namespace Streaming.S3Server;

/// <summary>What each call does (https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html).</summary>
internal sealed class Calls(ObjectServer server, TimeProvider time)
{
    private const string MetadataPrefix = "x-amz-meta-";

    public S3Answer Answer(S3Request request)
    {
        if (request.Operation == "CreateBucket")
        {
            server.Buckets.TryAdd(request.Bucket, new());
            return S3Answer.Empty(HttpStatusCode.OK);
        }

        var bucket = server.Buckets.TryGetValue(request.Bucket, out var found) ? found : throw S3Error.NoSuchBucket;
        return request.Operation switch
        {
            "PutObject" => Put(bucket, request),
            "CopyObject" => Copy(bucket, request),
            "GetObject" => ObjectReading.Get(bucket.Get(request.Key), request),
            "HeadObject" => ObjectReading.Head(bucket.Get(request.Key)),
            "DeleteObject" => Delete(bucket, request.Key),
            "DeleteObjects" => DeleteSome(bucket, request),
            "ListObjectsV2" => List(bucket, request),
            "CreateMultipartUpload" => S3Answer.Xml(Answers.Begun(request.Bucket, bucket.Begin(request.Key, time.GetUtcNow(), Metadata(request)))),
            "UploadPart" => PutPart(bucket, request),
            "CompleteMultipartUpload" => Complete(bucket, request),
            "AbortMultipartUpload" => Abort(bucket, request),
            "ListMultipartUploads" => Uploads(bucket, request),
            _ => throw S3Error.NotImplemented("A header you provided implies functionality that is not implemented."),
        };
    }

    private bool OnlyIfAbsent(S3Request request) => request.Header("If-None-Match") switch
    {
        null => false,
        "*" => server.IsConditional,
        _ => throw S3Error.NotImplemented("If-None-Match takes * alone."),
    };

    private static Dictionary<string, string> Metadata(S3Request request) =>
        request.Http.Request.Headers.Where(h => h.Key.StartsWith(MetadataPrefix, StringComparison.OrdinalIgnoreCase)).ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString());

    private S3Answer Put(Bucket bucket, S3Request request)
    {
        var put = bucket.Put(request.Key, request.Body, Bucket.ETag(request.Body), time.GetUtcNow(), Metadata(request), OnlyIfAbsent(request));
        return S3Answer.Empty(HttpStatusCode.OK, ("ETag", put.ETag));
    }

    private S3Answer Copy(Bucket bucket, S3Request request)
    {
        var source = Uri.UnescapeDataString(request.Header("x-amz-copy-source")!).TrimStart('/').Split('/', 2);
        var from = (server.Buckets.TryGetValue(source[0], out var other) ? other : throw S3Error.NoSuchBucket).Get(source[1]);
        return S3Answer.Xml(Answers.Copied(bucket.Put(request.Key, from.Content, from.ETag, time.GetUtcNow(), from.Metadata, onlyIfAbsent: false)));
    }

    private static S3Answer Delete(Bucket bucket, string key)
    {
        bucket.Delete(key);
        return S3Answer.Empty(HttpStatusCode.NoContent);
    }

    private static S3Answer DeleteSome(Bucket bucket, S3Request request)
    {
        var keys = Xml(request).Descendants().Where(e => e.Name.LocalName == "Key").Select(e => e.Value).ToList();
        keys.ForEach(bucket.Delete);
        return S3Answer.Xml(Answers.Deleted(keys));
    }

    private S3Answer List(Bucket bucket, S3Request request)
    {
        if (request.Query("list-type") != "2" || request.Query("delimiter") is { Length: > 0 })
        {
            throw S3Error.NotImplemented("Only ListObjectsV2 without a delimiter is understood here.");
        }

        var most = Math.Min(server.PageSize, int.Parse(request.Query("max-keys") ?? "1000", CultureInfo.InvariantCulture));
        var after = request.Query("continuation-token") is { } token ? Encoding.UTF8.GetString(Convert.FromBase64String(token)) : request.Query("start-after");
        var fitting = bucket.Objects
            .Where(o => o.Key.StartsWith(request.Query("prefix") ?? "", StringComparison.Ordinal) && (after is null || KeyOrder.Instance.Compare(o.Key, after) > 0))
            .Take(most + 1).ToList();
        var page = fitting.Take(most).ToList();
        return S3Answer.Xml(Answers.Listed(request.Bucket, request, page, most, fitting.Count > most ? Convert.ToBase64String(Encoding.UTF8.GetBytes(page[^1].Key)) : null));
    }

    private static S3Answer PutPart(Bucket bucket, S3Request request)
    {
        var number = int.Parse(request.Query("partNumber")!, CultureInfo.InvariantCulture);
        return number is < 1 or > 10_000
            ? throw S3Error.Invalid("InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive")
            : S3Answer.Empty(HttpStatusCode.OK, ("ETag", bucket.PutPart(request.Key, request.Query("uploadId")!, number, request.Body)));
    }

    private S3Answer Complete(Bucket bucket, S3Request request)
    {
        var parts = Xml(request).Elements().Where(e => e.Name.LocalName == "Part")
            .Select(p => (int.Parse(Child(p, "PartNumber"), CultureInfo.InvariantCulture), Child(p, "ETag"))).ToList();
        var made = bucket.Complete(request.Key, request.Query("uploadId")!, parts, time.GetUtcNow(), OnlyIfAbsent(request));
        return S3Answer.Xml(Answers.Completed(request.Bucket, request.Key, made.ETag));
    }

    private static S3Answer Abort(Bucket bucket, S3Request request)
    {
        bucket.Abort(request.Key, request.Query("uploadId")!);
        return S3Answer.Empty(HttpStatusCode.NoContent);
    }

    private S3Answer Uploads(Bucket bucket, S3Request request)
    {
        var (key, id) = (request.Query("key-marker"), request.Query("upload-id-marker"));
        bool IsAfter(S3Upload u) => key is null || (KeyOrder.Instance.Compare(u.Key, key) is var order && (order > 0 || (order == 0 && id is not null && string.CompareOrdinal(u.Id, id) > 0)));
        var fitting = bucket.Uploads.Where(u => u.Key.StartsWith(request.Query("prefix") ?? "", StringComparison.Ordinal) && IsAfter(u)).Take(server.PageSize + 1).ToList();
        return S3Answer.Xml(Answers.Uploads(request.Bucket, [.. fitting.Take(server.PageSize)], fitting.Count > server.PageSize));
    }

    private static XElement Xml(S3Request request)
    {
        try
        {
            return XElement.Parse(Encoding.UTF8.GetString(request.Body));
        }
        catch (System.Xml.XmlException)
        {
            throw S3Error.Invalid("MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema");
        }
    }

    private static string Child(XElement of, string name) => of.Elements().First(e => e.Name.LocalName == name).Value;
}
