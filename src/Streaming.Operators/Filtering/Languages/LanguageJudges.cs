using Streaming.Operators.Filtering.FastText;
using Streaming.Operators.Text;

namespace Streaming.Operators.Filtering.Languages;

/// <summary>Who tells languages.</summary>
internal static class LanguageJudges
{
    /// <summary>The model of 176 languages that fastText gives away, by its file's name.</summary>
    public const string Ft176 = "lid.176.bin";

    /// <summary>A fastText model, or Lingua with a warning where there is none.</summary>
    /// <param name="path">The model's file; null: there is none.</param>
    /// <param name="context">Takes the warning.</param>
    /// <exception cref="BadInputException">The model is none, or broken.</exception>
    public static ILanguageJudge Open(string? path, OperatorContext context)
    {
        if (path is not null)
        {
            return new FastTextJudge(FastTextModel.Read(path));
        }

        context.Warn($"There is no fastText model '{Ft176}' below {ModelPath.HomeVariable}: Lingua tells languages, with other scores.");
        return new LinguaJudge();
    }
}
