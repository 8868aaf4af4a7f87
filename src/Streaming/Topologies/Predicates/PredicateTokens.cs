using System.Text.RegularExpressions;

namespace Streaming.Topologies;

/// <summary>Cuts a predicate into words, constants and signs.</summary>
internal static partial class PredicateTokens
{
    public static List<PredicateToken> Read(string text)
    {
        var tokens = new List<PredicateToken>();
        var at = 0;
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var match = Token().Match(text, at);
            if (!match.Success)
            {
                throw new PredicateException(at, text[at] is '\'' or '"' ? "a quote is not closed" : $"'{text[at]}' means nothing here");
            }

            tokens.Add(new(match.Value, Kind(match), at));
            at += match.Length;
        }

        tokens.Add(new("", PredicateTokenKind.End, text.Length));
        return tokens;
    }

    private static PredicateTokenKind Kind(Match match) =>
        match.Groups["string"].Success ? PredicateTokenKind.String
        : match.Groups["number"].Success ? PredicateTokenKind.Number
        : match.Groups["word"].Success ? PredicateTokenKind.Word
        : PredicateTokenKind.Sign;

    [GeneratedRegex(@"\G((?<string>'[^']*'|""[^""]*"")|(?<number>[-+]?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?)|(?<word>[\p{L}_][\p{L}\p{N}_.]*)|==|!=|<=|>=|<|>|\(|\))", RegexOptions.ExplicitCapture)]
    private static partial Regex Token();
}

/// <summary>A piece of a predicate and where it begins.</summary>
internal readonly record struct PredicateToken(string Text, PredicateTokenKind Kind, int At);

/// <summary>The kinds of pieces.</summary>
internal enum PredicateTokenKind
{
    Word,
    Number,
    String,
    Sign,
    End,
}

/// <summary>A predicate that does not parse.</summary>
internal sealed class PredicateException(int at, string message) : Exception(message)
{
    public int At { get; } = at;
}
