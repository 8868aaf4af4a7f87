namespace Streaming.Models.Texts;

/// <summary>A part of a text that a model reads at once.</summary>
/// <param name="Row">Its ids, with special tokens at both ends.</param>
/// <param name="First">The place of its first token among the text's own.</param>
/// <param name="Lead">The special tokens before it.</param>
/// <param name="Count">How many of the text's tokens it has.</param>
public sealed record TokenWindow(TokenRow Row, int First, int Lead, int Count);
