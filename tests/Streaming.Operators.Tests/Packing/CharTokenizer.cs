using Streaming.Tokenizers;

namespace Streaming.Operators.Tests.Packing;

/// <summary>One id per UTF-16 unit; id 0 is <c>&lt;/s&gt;</c>, id 1 <c>&lt;s&gt;</c>; a text with a <c>#</c> cannot be encoded.</summary>
internal sealed class CharTokenizer : ITokenizer
{
    public int VocabularySize => char.MaxValue + 1;

    public int? IdOf(string token) => token switch { "</s>" => 0, "<s>" => 1, { Length: 1 } => token[0], _ => null };

    public int[] Encode(string text, bool addSpecialTokens = false) =>
        text.Contains('#', StringComparison.Ordinal) ? throw new InvalidDataException("No token for '#'.") : [.. text.Select(c => (int)c)];

    public int Count(string text, bool addSpecialTokens = false) => text.Length;

    public string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens = false) => string.Concat(ids.ToArray().Select(id => (char)id));
}
