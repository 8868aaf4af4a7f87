namespace Streaming.Tokenizers.PostProcessors;

/// <summary>A part of a template: a text, or special tokens.</summary>
/// <param name="Sequence">0 or 1 for a text, -1 for special tokens.</param>
/// <param name="TypeId">The type id of its tokens.</param>
/// <param name="Ids">The ids of special tokens.</param>
/// <param name="Tokens">Their strings.</param>
internal sealed record TemplatePiece(int Sequence, int TypeId, int[] Ids, string[] Tokens);
