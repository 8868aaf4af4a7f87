namespace Streaming.Tokenizers;

/// <summary>Turns text into token ids and back. Instances are immutable and safe for concurrent use.</summary>
/// <remarks>A lone surrogate, which is no Unicode text, counts as U+FFFD.</remarks>
public interface ITokenizer
{
    /// <summary>The number of ids, added tokens included: ids are 0 … VocabularySize - 1.</summary>
    int VocabularySize { get; }

    /// <summary>What the file and its <c>tokenizer_config.json</c> say about padding, truncation and the special tokens; nothing of it is applied unasked.</summary>
    TokenizerSettings Settings { get; }

    /// <summary>The id of a token, or null.</summary>
    int? IdOf(string token);

    /// <summary>The vocabulary's own string of an id, or null where the id has none.</summary>
    string? TokenOf(int id);

    /// <summary>The ids of a text. <paramref name="addSpecialTokens"/> applies the file's post-processor ([CLS] … [SEP] and the like).</summary>
    int[] Encode(string text, bool addSpecialTokens = false);

    /// <summary>The number of ids that <see cref="Encode"/> would give.</summary>
    int Count(string text, bool addSpecialTokens = false);

    /// <summary>The token strings of a text, one for each id of <see cref="Encode"/>; for an unknown piece of a Unigram or SentencePiece model the piece itself.</summary>
    string[] Tokens(string text, bool addSpecialTokens = false);

    /// <summary>The ids of a text, or of a pair of texts, with token strings, offsets, type ids and masks; truncated and padded as <paramref name="options"/> ask.
    /// An empty <paramref name="pair"/> is none, as in transformers.</summary>
    /// <exception cref="ArgumentException">The truncation asked for is impossible: nothing would be left of the text to be cut, or the stride is not shorter than it.</exception>
    TokenEncoding EncodeWithOffsets(string text, string? pair = null, EncodingOptions? options = null);

    /// <summary>The encodings of several texts, padded to one length where <paramref name="options"/> ask for padding.</summary>
    /// <exception cref="ArgumentException">As <see cref="EncodeWithOffsets"/>.</exception>
    TokenEncoding[] EncodeBatch(IReadOnlyList<string> texts, EncodingOptions? options = null);

    /// <summary>The text of ids. Ids without a token are left out.</summary>
    string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens = false);
}
