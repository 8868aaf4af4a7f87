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
    private readonly int[] _begin;
    private readonly int[] _end;

    /// <summary>With begin and end tokens as the options give them.</summary>
    /// <exception cref="BadInputException">The tokenizer has no such token.</exception>
    public DocumentTokens(ITokenizer tokenizer, string begin, string end)
    {
        _tokenizer = tokenizer;
        _begin = Find(begin, "add_bos", BeginNames);
        _end = Find(end, "add_eos", EndNames);
    }

    /// <summary>The ids of a text, without begin and end tokens.</summary>
    public int[] IdsOf(string text) => _tokenizer.Encode(text);

    /// <summary>The document of a sample.</summary>
    public TokenizedDocument DocumentOf(Sample sample, int[] ids, long sequence) => new(sample.Id, sample.Lineage, sequence, _begin, ids, _end);

    private int[] Find(string wanted, string option, string[] usual) => wanted switch
    {
        Nothing => [],
        Automatic => usual.Select(_tokenizer.IdOf).FirstOrDefault(id => id is not null) is { } id ? [id] : [],
        _ when _tokenizer.IdOf(wanted) is { } id => [id],
        _ when int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id < _tokenizer.VocabularySize => [id],
        _ => throw new BadInputException($"{option}: the tokenizer has no token '{wanted}'; give one of its tokens, an id below {_tokenizer.VocabularySize}, '{Automatic}' or '{Nothing}'."),
    };
}
