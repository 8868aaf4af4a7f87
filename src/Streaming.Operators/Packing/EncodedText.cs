namespace Streaming.Operators.Packing;

/// <summary>The tokens of a text.</summary>
/// <param name="Ids">Their ids, without begin and end tokens.</param>
/// <param name="Learned">Which of them are learned; null where the sample does not say so, and all are.</param>
internal readonly record struct EncodedText(int[] Ids, LearnedTokens? Learned);
