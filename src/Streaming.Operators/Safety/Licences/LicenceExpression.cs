namespace Streaming.Operators.Safety.Licences;

/// <summary>An SPDX licence expression: ids with AND, OR, WITH and parentheses (SPDX 2.3, annex D).</summary>
internal sealed class LicenceExpression
{
    private const int MaxDepth = 64;

    private readonly string[] _tokens;
    private int _at;

    private LicenceExpression(string[] tokens) => _tokens = tokens;

    /// <summary>Whether it holds under a policy for single licences: one side of OR, both sides of AND. Null where it is no expression.</summary>
    public static bool? Holds(string expression, Func<string, bool> isAllowed)
    {
        var parsing = new LicenceExpression(Tokens(expression));
        var result = parsing.Or(isAllowed, 0);
        return parsing._at == parsing._tokens.Length ? result : null;
    }

    private static string[] Tokens(string expression) =>
        expression.Replace("(", " ( ", StringComparison.Ordinal).Replace(")", " ) ", StringComparison.Ordinal).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private bool? Or(Func<string, bool> isAllowed, int depth)
    {
        var result = And(isAllowed, depth);
        while (result is not null && Take("OR"))
        {
            result = And(isAllowed, depth) is { } right ? result.Value | right : null;
        }

        return result;
    }

    private bool? And(Func<string, bool> isAllowed, int depth)
    {
        var result = Single(isAllowed, depth);
        while (result is not null && Take("AND"))
        {
            result = Single(isAllowed, depth) is { } right ? result.Value & right : null;
        }

        return result;
    }

    private bool? Single(Func<string, bool> isAllowed, int depth)
    {
        if (Take("("))
        {
            var inner = depth < MaxDepth ? Or(isAllowed, depth + 1) : null;
            return Take(")") ? inner : null;
        }

        if (_at == _tokens.Length || !IsId(_tokens[_at]))
        {
            return null;
        }

        var id = _tokens[_at++];
        if (!Take("WITH"))
        {
            return isAllowed(id);
        }

        // An exception only ever permits more.
        return _at < _tokens.Length && IsId(_tokens[_at]) ? isAllowed($"{id} WITH {_tokens[_at++]}") || isAllowed(id) : null;
    }

    private bool Take(string word)
    {
        var isNext = _at < _tokens.Length && _tokens[_at].Equals(word, StringComparison.OrdinalIgnoreCase);
        _at += isNext ? 1 : 0;
        return isNext;
    }

    private static bool IsId(string token) =>
        token.ToUpperInvariant() is not ("AND" or "OR" or "WITH") && token.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '+' or ':');
}
