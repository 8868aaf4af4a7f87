namespace Streaming.ChatServer;

/// <summary>What the server does with a request.</summary>
public abstract record ChatReply
{
    /// <summary>How long it waits first.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>An answer.</summary>
    public static SayReply Say(string text) => new(text);

    /// <summary>An error.</summary>
    public static StatusReply Status(int status, string? retryAfter = null, string code = "error") => new(status, retryAfter, code);
}

/// <summary>Answers.</summary>
/// <param name="Text">The text.</param>
public sealed record SayReply(string Text) : ChatReply
{
    /// <summary>Why it ended.</summary>
    public string Finish { get; init; } = "stop";

    /// <summary>A refusal in place of the text.</summary>
    public string? Refusal { get; init; }

    /// <summary>A wait between any two pieces.</summary>
    public TimeSpan Drip { get; init; }
}

/// <summary>Answers with an error.</summary>
public sealed record StatusReply(int Code, string? RetryAfter, string ErrorCode) : ChatReply;

/// <summary>Cuts the connection before anything is sent.</summary>
public sealed record ResetReply : ChatReply;

/// <summary>Sends half of the answer as if it were the whole.</summary>
/// <param name="Text">The text.</param>
public sealed record TruncatedReply(string Text) : ChatReply;

/// <summary>Sends events that are no JSON; without streaming, no JSON either.</summary>
public sealed record GarbageReply : ChatReply;
