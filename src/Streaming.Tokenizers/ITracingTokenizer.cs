namespace Streaming.Tokenizers;

/// <summary>A tokenizer that also says what its tokens are and where they come from, as models and text operators ask.</summary>
public interface ITracingTokenizer : ITokenizer
{
    /// <summary>What the file and its <c>tokenizer_config.json</c> say about padding, truncation and the special tokens; nothing of it is applied unasked.</summary>
    TokenizerSettings Settings { get; }

    /// <summary>The vocabulary's own string of an id, or null where the id has none.</summary>
    string? TokenOf(int id);

    /// <summary>The token strings of a text, one for each id of <see cref="ITokenizer.Encode"/>; for an unknown piece of a Unigram or SentencePiece model the piece itself.</summary>
    string[] Tokens(string text, bool addSpecialTokens = false);

    /// <summary>The ids of a text, or of a pair of texts, with token strings, offsets, type ids and masks; truncated and padded as <paramref name="options"/> ask.
    /// An empty <paramref name="pair"/> is none, as in transformers.</summary>
    /// <exception cref="ArgumentException">The truncation asked for is impossible: nothing would be left of the text to be cut, or the stride is not shorter than it.</exception>
    TokenEncoding EncodeWithOffsets(string text, string? pair = null, EncodingOptions? options = null);

    /// <summary>The encodings of several texts, padded to one length where <paramref name="options"/> ask for padding.</summary>
    /// <exception cref="ArgumentException">As <see cref="EncodeWithOffsets"/>.</exception>
    TokenEncoding[] EncodeBatch(IReadOnlyList<string> texts, EncodingOptions? options = null);
}
