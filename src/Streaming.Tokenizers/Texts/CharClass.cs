namespace Streaming.Tokenizers.Texts;

/// <summary>What the split patterns of the known tokenizers ask of a character.</summary>
[Flags]
internal enum CharClass : byte
{
    /// <summary>A symbol, a punctuation mark, anything else.</summary>
    None = 0,

    /// <summary><c>\p{L}</c>.</summary>
    Letter = 1,

    /// <summary><c>\p{N}</c>.</summary>
    Number = 2,

    /// <summary><c>\s</c>, Unicode's White_Space.</summary>
    Space = 4,

    /// <summary><c>[\r\n]</c>.</summary>
    NewLine = 8,

    /// <summary><c>[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]</c>.</summary>
    Upper = 16,

    /// <summary><c>[\p{Ll}\p{Lm}\p{Lo}\p{M}]</c>.</summary>
    Lower = 32,

    /// <summary>Half of a code point above U+FFFF.</summary>
    Surrogate = 64,
}
