namespace Streaming.Tokenizers;

/// <summary>Where a token comes from: Unicode code points <paramref name="Start"/> (first) to <paramref name="End"/> (behind the last) of the text as it was given.</summary>
/// <param name="Start">The first code point's index.</param>
/// <param name="End">The index behind the last code point.</param>
public readonly record struct TokenOffset(int Start, int End);
