namespace Streaming.Samples;

/// <summary>An image, a sound or a film: its bytes, or a path from which they are loaded on demand, or both.</summary>
/// <param name="Bytes">The encoded bytes (PNG, JPEG, WAV…), or null where only the path is known.</param>
/// <param name="Path">A path or address, or null.</param>
public sealed record Media(ReadOnlyMemory<byte>? Bytes, string? Path);

/// <summary>One turn of a conversation.</summary>
/// <param name="Role">Who speaks: <c>system</c>, <c>user</c>, <c>assistant</c>, <c>tool</c>.</param>
/// <param name="Content">What was said.</param>
public sealed record ChatTurn(string Role, string Content);
