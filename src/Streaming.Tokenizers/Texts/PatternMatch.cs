namespace Streaming.Tokenizers.Texts;

/// <summary>A stretch of a piece: a match of a pattern, or what lies between two.</summary>
/// <param name="Start">The first UTF-16 unit, counted from the piece's beginning.</param>
/// <param name="End">The unit behind the last one.</param>
/// <param name="IsMatch">Whether the pattern matched it.</param>
internal readonly record struct PatternMatch(int Start, int End, bool IsMatch);
