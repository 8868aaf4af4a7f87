namespace Streaming.Tokenizers;

/// <summary>Turns text into token ids and back. Instances are immutable and safe for concurrent use.</summary>
/// <remarks>A lone surrogate, which is no Unicode text, counts as U+FFFD.</remarks>
public interface ITokenizer
{
    /// <summary>The number of ids, added tokens included: ids are 0 … VocabularySize - 1.</summary>
    int VocabularySize { get; }

    /// <summary>The id of a token, or null.</summary>
    int? IdOf(string token);

    /// <summary>The ids of a text. <paramref name="addSpecialTokens"/> applies the file's post-processor ([CLS] … [SEP] and the like).</summary>
    int[] Encode(string text, bool addSpecialTokens = false);

    /// <summary>The number of ids that <see cref="Encode"/> would give.</summary>
    int Count(string text, bool addSpecialTokens = false);

    /// <summary>The text of ids. Ids without a token are left out.</summary>
    string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens = false);
}
