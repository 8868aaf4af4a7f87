namespace Streaming.Benchmarks.Loop;

/// <summary>Texts of the loop's small language: a character for each of 48 tokens.</summary>
internal static class LoopText
{
    /// <summary>Tokens of the language; token 0 stands before every text.</summary>
    public const int Vocabulary = 48;

    /// <summary>Tokens of a sample.</summary>
    public const int Length = 64;

    private const int First = '!';

    /// <summary>The text of tokens.</summary>
    public static string Of(IReadOnlyList<int> tokens) => string.Concat(tokens.Select(t => (char)(First + t)));

    /// <summary>The token at a place.</summary>
    public static int TokenAt(string text, int place) => place < 0 ? 0 : text[place] - First;
}
