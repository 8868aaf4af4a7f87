using System.Net;

namespace Streaming.S3Server;

/// <summary>An answer that is an error, by the protocol's list of codes.</summary>
internal sealed class S3Error(HttpStatusCode status, string code, string message) : Exception(message)
{
    public HttpStatusCode Status => status;

    public string Code => code;

    public static S3Error NoSuchKey => new(HttpStatusCode.NotFound, "NoSuchKey", "The specified key does not exist.");

    public static S3Error NoSuchBucket => new(HttpStatusCode.NotFound, "NoSuchBucket", "The specified bucket does not exist");

    public static S3Error NoSuchUpload => new(HttpStatusCode.NotFound, "NoSuchUpload", "The specified multipart upload does not exist. The upload ID might be invalid, or the multipart upload might have been aborted or completed.");

    public static S3Error PreconditionFailed => new(HttpStatusCode.PreconditionFailed, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");

    public static S3Error InvalidRange => new(HttpStatusCode.RequestedRangeNotSatisfiable, "InvalidRange", "The requested range is not satisfiable");

    public static S3Error Invalid(string code, string message) => new(HttpStatusCode.BadRequest, code, message);

    public static S3Error NotImplemented(string what) => new(HttpStatusCode.NotImplemented, "NotImplemented", what);

    public static S3Error Denied(string code, string message) => new(HttpStatusCode.Forbidden, code, message);
}
