using System.Globalization;

namespace Streaming.Topologies;

/// <summary>
/// Parses predicates: <c>path op constant</c> with <c>== != &lt; &lt;= &gt; &gt;=</c> and <c>contains</c>, joined by <c>not</c>, <c>and</c>, <c>or</c> (in this order of binding)
/// and parentheses. Paths: <c>id</c>, <c>text</c>, <c>lineage.source</c>, <c>lineage.split</c>, <c>lineage.position</c>, a stat (<c>text_len</c> or <c>__dj__stats__.text_len</c>) or a column.
/// </summary>
internal sealed class PredicateParser
{
    // Deep enough for any rule by hand; a hostile one would overflow the stack.
    private const int MaxDepth = 50;

    private readonly List<PredicateToken> _tokens;
    private int _next;
    private int _depth;

    private PredicateParser(List<PredicateToken> tokens) => _tokens = tokens;

    /// <summary>The predicate, or the error with its 0-based column.</summary>
    public static (Predicate? Predicate, PredicateError? Error) Parse(string text)
    {
        try
        {
            var parser = new PredicateParser(PredicateTokens.Read(text));
            var holds = parser.Or();
            return parser.Here.Kind == PredicateTokenKind.End ? (new(text, holds), null) : throw parser.Unexpected("and, or, or the end");
        }
        catch (PredicateException e)
        {
            return (null, new(e.At, e.Message));
        }
    }

    private PredicateToken Here => _tokens[_next];

    private Func<Sample, bool> Or()
    {
        var terms = new List<Func<Sample, bool>> { And() };
        while (Take("or"))
        {
            terms.Add(And());
        }

        return terms is [var only] ? only : sample => terms.Exists(t => t(sample));
    }

    private Func<Sample, bool> And()
    {
        var terms = new List<Func<Sample, bool>> { Not() };
        while (Take("and"))
        {
            terms.Add(Not());
        }

        return terms is [var only] ? only : sample => terms.TrueForAll(t => t(sample));
    }

    private Func<Sample, bool> Not()
    {
        if (++_depth > MaxDepth)
        {
            throw new PredicateException(Here.At, "nested more than 50 deep");
        }

        var result = Take("not") ? Negate(Not()) : Take("(") ? Group() : Comparison();
        _depth--;
        return result;
    }

    private static Func<Sample, bool> Negate(Func<Sample, bool> inner) => sample => !inner(sample);

    private Func<Sample, bool> Group()
    {
        var inner = Or();
        return Take(")") ? inner : throw Unexpected("')'");
    }

    private Func<Sample, bool> Comparison()
    {
        if (Here.Kind != PredicateTokenKind.Word || Here.Text is "and" or "or" or "contains")
        {
            throw Unexpected("a column, a stat or a member such as text");
        }

        var value = SamplePath.Compile(_tokens[_next++].Text);
        var sign = Here;
        if (sign.Text is not ("==" or "!=" or "<" or "<=" or ">" or ">=" or "contains") || sign.Kind == PredicateTokenKind.String)
        {
            throw Unexpected("==, !=, <, <=, >, >= or contains");
        }

        _next++;
        var constant = Constant();
        return PredicateComparison.Compile(value, sign.Text, constant);
    }

    private object Constant()
    {
        var token = Here;
        object constant = token.Kind switch
        {
            PredicateTokenKind.String => token.Text[1..^1],
            PredicateTokenKind.Number when long.TryParse(token.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
            PredicateTokenKind.Number => double.Parse(token.Text, CultureInfo.InvariantCulture),
            PredicateTokenKind.Word when token.Text is "true" or "false" => token.Text == "true",
            _ => throw Unexpected("a number, true, false or a string in quotes"),
        };
        _next++;
        return constant;
    }

    private bool Take(string word)
    {
        var found = Here.Kind is PredicateTokenKind.Word or PredicateTokenKind.Sign && Here.Text == word;
        _next += found ? 1 : 0;
        return found;
    }

    private PredicateException Unexpected(string expected) =>
        new(Here.At, Here.Kind == PredicateTokenKind.End ? $"expected {expected}, but it ends" : $"expected {expected}, not {TopologyProblems.Excerpt(Here.Text)}");
}

/// <summary>What is wrong with a predicate, and its 0-based column.</summary>
internal sealed record PredicateError(int Column, string Message);
