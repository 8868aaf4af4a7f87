using Streaming.Tokenizers;

namespace Streaming.Operators.Text;

/// <summary>Splits texts into the pieces of a SentencePiece model, which Data-Juicer takes as words for languages without blanks.</summary>
internal sealed class PieceSplitter
{
    private readonly ITracingTokenizer _tokenizer;

    private PieceSplitter(ITracingTokenizer tokenizer) => _tokenizer = tokenizer;

    /// <summary>Loads the model of a language, <c>&lt;lang&gt;.sp.model</c>.</summary>
    /// <exception cref="BadInputException">There is none.</exception>
    public static PieceSplitter ForLanguage(string language) => Of($"{language}.sp.model");

    /// <summary>Loads a tokenizer by its file, folder or name in the folder of models.</summary>
    /// <exception cref="BadInputException">There is none.</exception>
    public static PieceSplitter Of(string tokenizer) => new(ModelPath.LoadTokenizer(tokenizer));

    /// <summary>The number of pieces that are more than special characters.</summary>
    public long CountWords(string text) => Words.Count(Join(text));

    /// <summary>The pieces with a line feed between them. Pieces hold no blanks, tabs or line feeds: white space is U+2581 in them.</summary>
    public string Join(string text) => string.Join('\n', Split(text));

    /// <summary>The pieces in order.</summary>
    public IReadOnlyList<string> Split(string text) => _tokenizer.Tokens(text);
}
