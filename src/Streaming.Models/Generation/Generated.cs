namespace Streaming.Models.Generation;

/// <summary>A generated text.</summary>
/// <param name="Ids">Its new ids, the end included.</param>
/// <param name="Text">Its text, without special tokens.</param>
/// <param name="Finish">Why it ended.</param>
/// <param name="Score">A beam's score; null where there were no beams.</param>
public sealed record Generated(IReadOnlyList<int> Ids, string Text, FinishReason Finish, float? Score = null);
