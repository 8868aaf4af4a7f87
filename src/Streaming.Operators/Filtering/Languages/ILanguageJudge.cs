using Streaming.Operators.Filtering.FastText;

namespace Streaming.Operators.Filtering.Languages;

/// <summary>Says what language a text is in.</summary>
internal interface ILanguageJudge
{
    /// <summary>The most likely language (en, zh, …; empty for none), and how likely it is.</summary>
    (string Language, double Score) Judge(string text);

    /// <summary>The languages that may be meant, and how likely each is, the likeliest first; none for a text without any letter.</summary>
    IReadOnlyList<LabelScore> Rank(string text);
}
