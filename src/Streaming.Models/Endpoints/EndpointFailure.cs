namespace Streaming.Models.Endpoints;

/// <summary>Why a request to an endpoint did not give an answer.</summary>
internal sealed class EndpointFailure(FailureKind kind, string message, TimeSpan? retryAfter = null, Exception? inner = null) : Exception(message, inner)
{
    public FailureKind Kind => kind;

    /// <summary>How long the server wants to be left alone, where it said so.</summary>
    public TimeSpan? RetryAfter => retryAfter;

    /// <summary>Whether the request is to be tried again.</summary>
    public bool IsRetried { get; set; }
}

/// <summary>Whose matter a failure is.</summary>
internal enum FailureKind
{
    /// <summary>The server has no room now: wait, then try again.</summary>
    Busy,

    /// <summary>Something broke on the way: try again, a few times.</summary>
    Broken,

    /// <summary>The server will not answer this request, whoever asks: the sample's matter.</summary>
    Refused,

    /// <summary>No request will be answered: key, address or model are wrong.</summary>
    Unusable,
}
