using Streaming.Models.Generation;

namespace Streaming.Models.Completions;

/// <summary>What a model wrote.</summary>
/// <param name="Text">The text.</param>
/// <param name="Finish">Why it ended.</param>
/// <param name="InputTokens">Tokens that it read.</param>
/// <param name="OutputTokens">Tokens that it wrote.</param>
public sealed record Completion(string Text, FinishReason Finish, long InputTokens, long OutputTokens);
