namespace Streaming.Fetching;

/// <summary>Why a medium could not be fetched.</summary>
internal sealed class FetchFailure(FetchFailureKind kind, string message, TimeSpan? retryAfter = null) : Exception(message)
{
    public FetchFailureKind Kind => kind;

    /// <summary>How long the server wants to be left alone, where it said so.</summary>
    public TimeSpan? RetryAfter => retryAfter;
}

/// <summary>Whose matter a failure is.</summary>
internal enum FetchFailureKind
{
    /// <summary>The server has no room now: wait, then try again.</summary>
    Busy,

    /// <summary>Something broke on the way: try again, a few times.</summary>
    Broken,

    /// <summary>It took longer than it may: no time is left to try again, and the server is to blame.</summary>
    Late,

    /// <summary>It is not there, not allowed, or too large: another try would say the same.</summary>
    Refused,
}
