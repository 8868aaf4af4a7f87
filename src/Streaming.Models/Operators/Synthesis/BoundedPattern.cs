using System.Text.RegularExpressions;
using Streaming.Operators;

namespace Streaming.Models.Operators.Synthesis;

/// <summary>A regular expression of the user's on a text of a model's: neither is trusted to end.</summary>
internal sealed class BoundedPattern
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private readonly Regex _regex;

    /// <exception cref="BadInputException">It is no expression.</exception>
    public BoundedPattern(string option, string pattern, RegexOptions options = RegexOptions.Singleline)
    {
        try
        {
            _regex = new Regex(Translate(pattern), options | RegexOptions.CultureInvariant, Longest);
        }
        catch (ArgumentException e)
        {
            throw new BadInputException($"{option}: '{pattern}' is no regular expression: {e.Message}", e);
        }
    }

    /// <exception cref="AnswerException">It takes too long.</exception>
    public Match Match(string text) => Bounded(() => _regex.Match(text));

    /// <exception cref="AnswerException">It takes too long.</exception>
    public IReadOnlyList<Match> Matches(string text) => Bounded(() => _regex.Matches(text).ToList());

    // Python's end of the text is .NET's \z; Python knows no \z, so nothing else is meant by it.
    private static string Translate(string pattern) => pattern.Replace("\\Z", "\\z", StringComparison.Ordinal);

    private static T Bounded<T>(Func<T> match)
    {
        try
        {
            return match();
        }
        catch (RegexMatchTimeoutException)
        {
            throw new AnswerException("It takes too long to match.");
        }
    }
}
