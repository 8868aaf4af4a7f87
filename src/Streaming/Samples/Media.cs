namespace Streaming.Samples;

/// <summary>An image, a sound or a film: its bytes, or a path from which they are loaded on demand, or both.</summary>
/// <param name="Bytes">The encoded bytes (PNG, JPEG, WAV…), or null where only the path is known.</param>
/// <param name="Path">A path or address, or null.</param>
public sealed record Media(ReadOnlyMemory<byte>? Bytes, string? Path)
{
    /// <summary>The bytes that its address led to, for the operators that read it; null where nothing was fetched. No table, message or dead letter keeps them.</summary>
    public ReadOnlyMemory<byte>? Fetched { get; init; }

    /// <summary>Its encoded bytes where no file need be opened for them: its own, else those fetched.</summary>
    public ReadOnlyMemory<byte>? InMemory => Bytes ?? Fetched;
}

/// <summary>One turn of a conversation.</summary>
/// <param name="Role">Who speaks: <c>system</c>, <c>user</c>, <c>assistant</c>, <c>tool</c>.</param>
/// <param name="Content">What was said.</param>
public sealed record ChatTurn(string Role, string Content);
