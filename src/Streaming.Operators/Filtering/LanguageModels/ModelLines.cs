using Streaming.Operators.Text;
using Streaming.Operators.Text.Splitting;

namespace Streaming.Operators.Filtering.LanguageModels;

/// <summary>Cuts texts into the lines of words that a language model is trained on and asked about.</summary>
internal sealed class ModelLines
{
    /// <summary>Stands for a tokenizer where words are what stands between white space.</summary>
    public const string NoTokenizer = "none";

    private readonly PieceSplitter? _pieces;

    private ModelLines(PieceSplitter? pieces) => _pieces = pieces;

    /// <summary>With a tokenizer by its file, folder or name in the folder of models; or <see cref="NoTokenizer"/>.</summary>
    /// <exception cref="BadInputException">It is not there, or cannot be read.</exception>
    public static ModelLines With(string tokenizer) => new(tokenizer == NoTokenizer ? null : PieceSplitter.Of(tokenizer));

    /// <summary>The lines, with a blank between words. Pieces of a tokenizer hold no white space, so that their text is one line nearly always.</summary>
    public List<string> Of(string text)
    {
        var lines = new List<string>();
        foreach (var line in new PythonLines(_pieces is null ? text : string.Join(' ', _pieces.Split(text))))
        {
            lines.Add(_pieces is null ? Words(line) : line.ToString());
        }

        return lines;
    }

    private static string Words(ReadOnlySpan<char> line)
    {
        var words = SimpleSplitter.Instance.Words(line);
        var parts = new string[words.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = words.Items[i].Of(line).ToString();
        }

        words.Dispose();
        return string.Join(' ', parts);
    }
}
