using System.Globalization;
using Streaming.Tokenizers;

namespace Streaming.Operators.Packing;

/// <summary>Turns a sample's text into the tokens that are packed: its ids between the begin and end tokens.</summary>
internal sealed class DocumentTokens
{
    private const string Automatic = "auto";
    private const string Nothing = "none";

    // How the model families name the token that ends a document: GPT, Llama 3, Llama 2 and T5, Gemma, Qwen's base models use the first.
    private static readonly string[] EndNames = ["<|endoftext|>", "<|end_of_text|>", "</s>", "<eos>"];
    private static readonly string[] BeginNames = ["<|begin_of_text|>", "<s>", "<bos>"];

    private readonly ITokenizer _tokenizer;
    private readonly string? _labels;
    private readonly int[] _begin;
    private readonly int[] _end;
    private readonly int[] _namedBegin;
    private readonly int[] _namedEnd;

    /// <summary>With begin and end tokens as the options give them.</summary>
    /// <param name="tokenizer">Makes the tokens.</param>
    /// <param name="begin">The token before each document.</param>
    /// <param name="end">The token after each document.</param>
    /// <param name="labels">The column that says what of a text is learned; null: none does.</param>
    /// <exception cref="BadInputException">The tokenizer has no such token.</exception>
    public DocumentTokens(ITokenizer tokenizer, string begin, string end, string? labels = null)
    {
        _tokenizer = tokenizer;
        _labels = labels;
        _begin = Find(begin, "add_bos", BeginNames);
        _end = Find(end, "add_eos", EndNames);

        // A chat template writes the tokens of its model itself; only what the options name is added to its texts, and not twice.
        _namedBegin = begin == Automatic ? [] : _begin;
        _namedEnd = end == Automatic ? [] : _end;
    }

    /// <summary>The tokens of a sample's text, without begin and end tokens.</summary>
    public EncodedText Encode(Sample sample) => _labels is not null && sample.Meta[_labels] is { } spans
        ? SpanTokens.Encode((ITracingTokenizer)_tokenizer, sample.Text, spans)
        : new(_tokenizer.Encode(sample.Text), null);

    /// <summary>How many tokens a sample's text has, without begin and end tokens.</summary>
    public int Count(Sample sample) => _tokenizer.Encode(sample.Text).Length;

    /// <summary>The document of a sample.</summary>
    public TokenizedDocument DocumentOf(Sample sample, EncodedText text, long sequence)
    {
        if (text.Learned is null)
        {
            return new(sample.Id, sample.Lineage, sequence, _begin, text.Ids, _end, null);
        }

        var begin = text.Ids.AsSpan().StartsWith(_namedBegin) ? [] : _namedBegin;
        var end = text.Ids.AsSpan().EndsWith(_namedEnd) ? [] : _namedEnd;
        return new(sample.Id, sample.Lineage, sequence, begin, text.Ids, end, text.Learned.Between(begin.Length, text.Ids.Length, end.Length));
    }

    private int[] Find(string wanted, string option, string[] usual) => wanted switch
    {
        Nothing => [],
        Automatic => usual.Select(_tokenizer.IdOf).FirstOrDefault(id => id is not null) is { } id ? [id] : [],
        _ when _tokenizer.IdOf(wanted) is { } id => [id],
        _ when int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id < _tokenizer.VocabularySize => [id],
        _ => throw new BadInputException($"{option}: the tokenizer has no token '{wanted}'; give one of its tokens, an id below {_tokenizer.VocabularySize}, '{Automatic}' or '{Nothing}'."),
    };
}
