using System.Text;
using System.Text.RegularExpressions;

namespace Streaming.Operators.Text.Patterns;

/// <summary>
/// A regular expression in the syntax of Python's <c>regex</c> module (version 0 behaviour), run by .NET. It works on code points as Python does:
/// texts with characters beyond the basic plane are matched by way of <see cref="OneUnitText"/>.
/// </summary>
internal sealed class PythonPattern
{
    // Patterns that only a backtracking engine can run may take exponential time on a hostile text; such a sample is buried.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // With 256 classes of characters or more, .NET 10's non-backtracking engine misses a line feed at the end of a text. A named character makes at most
    // three classes (its cases), and the shorthands a few more.
    private const int MaxNamedForLinear = 60;

    private readonly Regex _regex;
    private readonly TranslatedPattern _translated;

    private PythonPattern(Regex regex, TranslatedPattern translated)
    {
        _regex = regex;
        _translated = translated;
    }

    /// <summary>The number of each named group.</summary>
    public IReadOnlyDictionary<string, int> GroupNames => _translated.GroupNames;

    /// <summary>The number of groups.</summary>
    public int GroupCount => _translated.GroupCount;

    /// <summary>Whether matching takes time linear in the text.</summary>
    public bool IsLinear => _regex.Options.HasFlag(RegexOptions.NonBacktracking);

    /// <summary>Reads a pattern; the literal forms <c>r'…'</c> and <c>r"…"</c> are unwrapped.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="dotAll">Whether a dot matches a line feed too, as in the mappers of Data-Juicer; its deduplicators do not ask for it.</param>
    /// <param name="dialect">The module that it is written for.</param>
    /// <exception cref="FormatException">It is no pattern, or uses what is not supported; the message says what.</exception>
    public static PythonPattern Parse(string pattern, bool dotAll = true, PatternDialect dialect = PatternDialect.Regex) => Parse(pattern, dotAll, Patience, dialect);

    /// <summary>As <see cref="Parse(string, bool, PatternDialect)"/>, with the time that one text may take.</summary>
    public static PythonPattern Parse(string pattern, bool dotAll, TimeSpan patience, PatternDialect dialect = PatternDialect.Regex)
    {
        var translated = PatternTranslator.Translate(Unwrap(pattern), dotAll, dialect);
        try
        {
            return new(Compile(translated, patience), translated);
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"The pattern '{pattern}' cannot be used: {e.Message}", e);
        }
    }

    /// <summary>Whether it is found anywhere in the text, as <c>regex.search</c> does.</summary>
    public bool IsIn(string text) => _regex.IsMatch(OneUnitText.Of(text, _translated)?.Text ?? text);

    /// <summary>Replaces every match, as <c>regex.sub</c> does; the same instance where nothing matches.</summary>
    public string Replace(string text, ReplacementTemplate template)
    {
        if (OneUnitText.Of(text, _translated) is { } shadow)
        {
            return Rewrite(text, shadow.Text, shadow, template);
        }

        return template.Literal is { } literal ? RewriteLiteral(text, literal) : Rewrite(text, text, null, template);
    }

    /// <summary>Appends a part of a text with every match replaced; false, and nothing appended, where nothing matches. For templates without groups.</summary>
    public bool TryAppendReplaced(ReadOnlySpan<char> part, string literal, StringBuilder into)
    {
        var from = 0;
        var found = false;
        foreach (var match in _regex.EnumerateMatches(part))
        {
            found = true;
            into.Append(part[from..match.Index]).Append(literal);
            from = match.Index + match.Length;
        }

        if (found)
        {
            into.Append(part[from..]);
        }

        return found;
    }

    /// <summary>What stands between matches, with the text of every group between them, as <c>re.split</c> gives it; groups that took no part are left out.</summary>
    public List<string> Split(string text)
    {
        var shadow = OneUnitText.Of(text, _translated);
        var (parts, from) = (new List<string>(), 0);
        for (var match = _regex.Match(shadow?.Text ?? text); match.Success; match = match.NextMatch())
        {
            var (start, end) = Place(match, shadow);
            parts.Add(text[from..start]);
            from = end;
            for (var group = 1; group <= GroupCount; group++)
            {
                if (match.Groups[group] is { Success: true } captured && Place(captured, shadow) is var (first, last))
                {
                    parts.Add(text[first..last]);
                }
            }
        }

        parts.Add(text[from..]);
        return parts;
    }

    /// <summary>Whether it matches anywhere in a text.</summary>
    public bool IsMatch(string text) => _regex.IsMatch(OneUnitText.Of(text, _translated)?.Text ?? text);

    /// <summary>Where the last match lies, or null.</summary>
    public (int Start, int End)? LastMatch(string text)
    {
        var shadow = OneUnitText.Of(text, _translated);
        (int, int)? last = null;
        for (var match = _regex.Match(shadow?.Text ?? text); match.Success; match = match.NextMatch())
        {
            last = Place(match, shadow);
        }

        return last;
    }

    private string RewriteLiteral(string text, string literal)
    {
        var result = new StringBuilder();
        return TryAppendReplaced(text, literal, result) ? result.ToString() : text;
    }

    private string Rewrite(string text, string matched, OneUnitText? shadow, ReplacementTemplate template)
    {
        var match = _regex.Match(matched);
        if (!match.Success)
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        var from = 0;
        for (; match.Success; match = match.NextMatch())
        {
            var (start, end) = Place(match, shadow);
            result.Append(text, from, start - from);
            template.AppendTo(result, text, group => match.Groups[group] is { Success: true } g ? Place(g, shadow) : (0, 0), this);
            from = end;
        }

        return result.Append(text, from, text.Length - from).ToString();
    }

    private static (int Start, int End) Place(Capture capture, OneUnitText? shadow) => shadow is null
        ? (capture.Index, capture.Index + capture.Length)
        : (shadow.Original(capture.Index), shadow.Original(capture.Index + capture.Length));

    private static string Unwrap(string pattern) =>
        pattern.Length > 2 && ((pattern.StartsWith("r'", StringComparison.Ordinal) && pattern.EndsWith('\''))
            || (pattern.StartsWith("r\"", StringComparison.Ordinal) && pattern.EndsWith('"')))
            ? pattern[2..^1]
            : pattern;

    private static Regex Compile(TranslatedPattern translated, TimeSpan patience)
    {
        var options = RegexOptions.CultureInvariant | translated.Options;
        try
        {
            if (!translated.WritesPairs && translated.NamedCharacters <= MaxNamedForLinear)
            {
                return new(translated.Pattern, options | RegexOptions.NonBacktracking, patience);
            }
        }
        catch (NotSupportedException)
        {
            // It looks around, or has atomic groups: only a backtracking engine can.
        }

        return new(translated.Pattern, options | RegexOptions.Compiled, patience);
    }
}
