namespace Streaming.S3Server;

/// <summary>What goes wrong with some requests.</summary>
/// <param name="Operation">The call's name, such as <c>PutObject</c>.</param>
/// <param name="Key">What the key must contain.</param>
/// <param name="Kind">What goes wrong.</param>
public sealed record S3Fault(string Operation, string Key, S3FaultKind Kind)
{
    /// <summary>So many requests; the next ones go well.</summary>
    public int Times { get; init; } = 1;

    /// <summary>For <see cref="S3FaultKind.Late"/> and <see cref="S3FaultKind.SlowBody"/>: how late, and the pause between pieces.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromMilliseconds(20);

    internal int Left { get; set; } = int.MinValue;
}

/// <summary>The faults that real stores and networks have.</summary>
public enum S3FaultKind
{
    /// <summary>500 InternalError, nothing done.</summary>
    InternalError,

    /// <summary>503 SlowDown, nothing done.</summary>
    SlowDown,

    /// <summary>409 ConditionalRequestConflict, nothing done.</summary>
    Conflict,

    /// <summary>The connection is reset once the body is there, nothing done.</summary>
    ResetBefore,

    /// <summary>The request is done, and the connection is reset instead of an answer.</summary>
    ResetAfter,

    /// <summary>The request is done, and answered with 500.</summary>
    ErrorAfter,

    /// <summary>Status 200, and an error in the body: as CompleteMultipartUpload and CopyObject may answer.</summary>
    ErrorIn200,

    /// <summary>The answer's body breaks off half way.</summary>
    CutBody,

    /// <summary>The answer's body comes in small pieces.</summary>
    SlowBody,

    /// <summary>The request is done late.</summary>
    Late,
}
