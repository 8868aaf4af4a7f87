using System.Collections.Concurrent;
using Streaming.Operators;
using Streaming.Tables;

namespace Streaming.S3;

/// <summary>Opens <c>s3://bucket/folder</c>. One client for all stores with the same settings: connections are shared.</summary>
public sealed class S3Scheme : IObjectStoreScheme
{
    private static readonly ConcurrentDictionary<S3Settings, Lazy<S3Client>> _clients = new();

    /// <inheritdoc/>
    public string Name => "s3";

    /// <inheritdoc/>
    public string? Problem(string address)
    {
        if (!S3Address.TryParse(address, out _, out var problem))
        {
            return problem;
        }

        try
        {
            S3Settings.Read(Environment.GetEnvironmentVariable);
            return null;
        }
        catch (BadInputException wrong)
        {
            return wrong.Message;
        }
    }

    /// <inheritdoc/>
    public IObjectStore Open(string address)
    {
        var place = S3Address.TryParse(address, out var parsed, out var problem) ? parsed : throw new BadInputException(problem);
        var settings = S3Settings.Read(Environment.GetEnvironmentVariable);
        return new S3Store(_clients.GetOrAdd(settings, s => new(() => Connect(s))).Value, place);
    }

    private static S3Client Connect(S3Settings settings)
    {
        try
        {
            return new(settings.Connect());
        }
        catch (Exception e) when (e is Amazon.Runtime.AmazonClientException)
        {
            throw new BadInputException($"The store cannot be reached with these settings: {e.Message} Set AWS_REGION, or AWS_ENDPOINT_URL for a store of another maker.");
        }
    }
}
