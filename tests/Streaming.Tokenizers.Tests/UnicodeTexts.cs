using FsCheck;
using FsCheck.Fluent;

namespace Streaming.Tokenizers.Tests;

/// <summary>Texts as unkind as UTF-16 allows: words, white space of every kind, marks, emoji, control characters, code points from anywhere, lone surrogates.</summary>
public static class UnicodeTexts
{
    private static readonly string[] Parts =
    [
        "the", " the", "I'm", "'ſ", "THE", " ", "  ", "\n", "\r\n", "\t", "\u0085", "\u00A0", "\u2028", "\u3000", "\u200B", "cafe\u0301", "café", "\u0301", "ﬁ", "İ", "你好", "각", "\u1100\u1161", "नमस्ते",
        "😀", "👨‍👩‍👧", "𝕏", "𠀀", "123", "½", "<s>", "</s>", "<mask>", "<tok>", "[MASK]", "<|endoftext|>", "<0x41>", "\u0000", "\uFEFF", "\uFFFE", "\uFFFF", "\uD83D", "\uDE00", "▁", "aaaaaaaa",
    ];

    public static Arbitrary<string> String() => Gen.Frequency(
            (6, Gen.Elements(Parts)),
            (2, Gen.Choose(0x20, 0xFFFF).Select(unit => ((char)unit).ToString())),
            (1, Gen.Choose(0x10000, 0x10FFFF).Select(char.ConvertFromUtf32)))
        .ListOf()
        .Select(string.Concat)
        .ToArbitrary();
}
