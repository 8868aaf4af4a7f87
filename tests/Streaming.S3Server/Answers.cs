using System.Globalization;
using System.Xml.Linq;

namespace Streaming.S3Server;

/// <summary>The bodies of answers, as the protocol's reference writes them.</summary>
internal static class Answers
{
    private static readonly XNamespace Space = "http://s3.amazonaws.com/doc/2006-03-01/";

    public static string Error(S3Error error, string resource) =>
        Text(new("Error", new XElement("Code", error.Code), new XElement("Message", error.Message), new XElement("Resource", resource), new XElement("RequestId", "0")));

    public static string Begun(string bucket, S3Upload upload) =>
        Text(Named("InitiateMultipartUploadResult", ("Bucket", bucket), ("Key", upload.Key), ("UploadId", upload.Id)));

    public static string Completed(string bucket, string key, string etag) =>
        Text(Named("CompleteMultipartUploadResult", ("Location", $"/{bucket}/{key}"), ("Bucket", bucket), ("Key", key), ("ETag", etag)));

    public static string Copied(S3Object copy) => Text(Named("CopyObjectResult", ("LastModified", Time(copy.Modified)), ("ETag", copy.ETag)));

    public static string Deleted(IEnumerable<string> keys) => Text(new(Space + "DeleteResult", keys.Select(k => new XElement(Space + "Deleted", new XElement(Space + "Key", k)))));

    public static string Listed(string bucket, S3Request request, IReadOnlyList<KeyValuePair<string, S3Object>> page, int most, string? next)
    {
        var list = Named("ListBucketResult", ("Name", bucket), ("Prefix", request.Query("prefix") ?? ""), ("MaxKeys", most.ToString(CultureInfo.InvariantCulture)),
            ("KeyCount", page.Count.ToString(CultureInfo.InvariantCulture)), ("IsTruncated", next is null ? "false" : "true"));
        list.Add(next is null ? null : new XElement(Space + "NextContinuationToken", next));
        list.Add(page.Select(o => Named("Contents", ("Key", o.Key), ("LastModified", Time(o.Value.Modified)), ("ETag", o.Value.ETag),
            ("Size", o.Value.Content.Length.ToString(CultureInfo.InvariantCulture)), ("StorageClass", "STANDARD"))));
        return Text(list);
    }

    public static string Uploads(string bucket, IReadOnlyList<S3Upload> page, bool isTruncated)
    {
        var list = Named("ListMultipartUploadsResult", ("Bucket", bucket), ("IsTruncated", isTruncated ? "true" : "false"));
        if (isTruncated)
        {
            list.Add(new XElement(Space + "NextKeyMarker", page[^1].Key), new XElement(Space + "NextUploadIdMarker", page[^1].Id));
        }

        list.Add(page.Select(u => Named("Upload", ("Key", u.Key), ("UploadId", u.Id), ("Initiated", Time(u.Initiated)))));
        return Text(list);
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'.000Z'", CultureInfo.InvariantCulture);

    private static XElement Named(string name, params (string Name, string Value)[] fields) => new(Space + name, fields.Select(f => new XElement(Space + f.Name, f.Value)));

    private static string Text(XElement root) => new XDeclaration("1.0", "UTF-8", null) + root.ToString(SaveOptions.DisableFormatting);
}
