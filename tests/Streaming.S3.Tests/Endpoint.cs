using System.Runtime.CompilerServices;
using Streaming.S3Server;
using Streaming.Tables;

namespace Streaming.S3.Tests;

/// <summary>Stores at servers of the tests. The SDK takes the credentials from the environment, as in a run.</summary>
internal static class Endpoint
{
    public static readonly IReadOnlyDictionary<string, string?> Variables = new Dictionary<string, string?>
    {
        ["AWS_ACCESS_KEY_ID"] = ObjectServer.AccessKey,
        ["AWS_SECRET_ACCESS_KEY"] = ObjectServer.SecretKey,
        ["AWS_REGION"] = ObjectServer.Region,
        ["AWS_EC2_METADATA_DISABLED"] = "true",
        ["AWS_ENDPOINT_URL"] = null,
        ["AWS_ENDPOINT_URL_S3"] = null,
    };

    [ModuleInitializer]
    internal static void Set()
    {
        foreach (var (name, value) in Variables)
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    public static S3Client Client(string address) => new(new S3Settings(new(address), ObjectServer.Region, true).Connect());

    /// <summary>A store in a folder of the server's bucket.</summary>
    public static IObjectStore Store(this ObjectServer server, string folder = "folder/table", string bucket = "bucket") =>
        new S3Store(Client(server.Address), S3Address.TryParse($"s3://{bucket}/{folder}", out var address, out var problem) ? address : throw new ArgumentException(problem));
}
