using System.Text;
using Streaming.Operators.Splitting.Punkt;
using Streaming.Operators.Text;

namespace Streaming.Operators.Splitting;

/// <summary>
/// Puts every sentence of the text on a line of its own, by the Punkt algorithm with NLTK's model of the language. White space between sentences and at the
/// end of the text vanishes; line breaks within sentences stay.
/// </summary>
[Operator("sentence_split_mapper")]
internal sealed class SentenceSplitMapper(SentenceSplitMapperOptions options) : Mapper
{
    private PunktSplitter? _splitter;

    public override ValueTask OpenAsync(OperatorContext context)
    {
        var language = LanguageOf(options.Lang);
        var folder = ModelPath.Find(Path.Combine("punkt_tab", language));
        if (folder is null)
        {
            context.Warn($"There is no Punkt model of '{language}' (punkt_tab/{language} below {ModelPath.HomeVariable}): a few abbreviations of our own stand in for it.");
        }

        _splitter = new(folder is null ? PunktParameters.OurOwn : PunktParameters.Read(folder));
        return ValueTask.CompletedTask;
    }

    protected override void Map(Sample sample)
    {
        var sentences = _splitter!.Split(sample.Text);
        if (sentences is [var only] && only.Equals(..sample.Text.Length))
        {
            return;
        }

        var result = new StringBuilder(sample.Text.Length);
        foreach (var sentence in sentences)
        {
            result.Append(result.Length == 0 ? "" : "\n").Append(sample.Text.AsSpan()[sentence]);
        }

        sample.Text = result.ToString();
    }

    private static string LanguageOf(string code) => code switch
    {
        "en" => "english",
        "fr" => "french",
        "pt" => "portuguese",
        "es" => "spanish",
        "de" => "german",
        "it" => "italian",
        "nl" => "dutch",
        "pl" => "polish",
        "ru" => "russian",
        "sv" => "swedish",
        "tr" => "turkish",
        _ => code,
    };
}

/// <summary>Options of <c>sentence_split_mapper</c>.</summary>
internal sealed record SentenceSplitMapperOptions
{
    /// <summary>The language: <c>en</c>, <c>fr</c>, <c>pt</c>, <c>es</c>, … or the name of a folder below <c>punkt_tab</c>.</summary>
    public string Lang { get; init; } = "en";
}
