using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Streaming.Operators.Text.Patterns;

namespace Streaming.Operators.Filtering.Conditions;

/// <summary>Reads the words of a condition, a small part of Python.</summary>
internal sealed partial class ConditionLexer(string condition)
{
    private static readonly HashSet<string> Keywords = ["and", "or", "not", "in", "is", "if", "else", "lambda", "await", "for", "yield"];

    private readonly List<ConditionToken> _tokens = [];
    private int _at;

    /// <summary>The words of a condition, the end being the last.</summary>
    /// <exception cref="FormatException">It is not Python.</exception>
    public static IReadOnlyList<ConditionToken> Read(string condition)
    {
        if (condition.Length > 0 && condition[0] is ' ' or '\t')
        {
            throw new FormatException("it starts with a blank, which Python takes for an indentation.");
        }

        return new ConditionLexer(condition).Run();
    }

    private List<ConditionToken> Run()
    {
        while (Blank().Match(condition, _at) is { } blank && (_at += blank.Length) < condition.Length)
        {
            _tokens.Add(Next());
        }

        _tokens.Add(new(ConditionTokenKind.End, "", null, _at));
        return _tokens;
    }

    private ConditionToken Next()
    {
        var start = _at;
        if (String().Match(condition, _at) is { Success: true } text)
        {
            _at += text.Length;
            return new(ConditionTokenKind.Constant, "", Unescape(text), start);
        }

        if (Number().Match(condition, _at) is { Success: true } number)
        {
            _at += number.Length;
            return new(ConditionTokenKind.Constant, "", NumberOf(number.Value), start);
        }

        if (Name().Match(condition, _at) is { Success: true } name)
        {
            _at += name.Length;
            return Word(name.Value, start);
        }

        var sign = Sign().Match(condition, _at);
        _at += sign.Success ? sign.Length : throw new FormatException($"'{condition[_at]}' cannot stand there.");
        return new(ConditionTokenKind.Sign, sign.Value, null, start);
    }

    private static ConditionToken Word(string word, int start) => word switch
    {
        "True" => new(ConditionTokenKind.Constant, "", true, start),
        "False" => new(ConditionTokenKind.Constant, "", false, start),
        "None" => new(ConditionTokenKind.Constant, "", null, start),
        _ => new(Keywords.Contains(word) ? ConditionTokenKind.Sign : ConditionTokenKind.Name, word, null, start),
    };

    private static object NumberOf(string number)
    {
        var digits = number.Replace("_", "", StringComparison.Ordinal);
        var radix = digits.Length < 2 ? 10 : char.ToLowerInvariant(digits[1]) switch { 'x' => 16, 'o' => 8, 'b' => 2, _ => 10 };
        if (radix != 10)
        {
            return Convert.ToInt64(digits[2..], radix);
        }

        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var whole)
            ? (object)whole
            : double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    private static string Unescape(Match literal)
    {
        var prefix = literal.Groups["prefix"].Value.ToLowerInvariant();
        if (prefix.AsSpan().ContainsAny('b', 'f'))
        {
            throw new FormatException($"texts with the prefix '{prefix}' are not supported.");
        }

        var body = literal.Groups["body"].Value;
        if (prefix.Contains('r', StringComparison.Ordinal) || !body.Contains('\\', StringComparison.Ordinal))
        {
            return body;
        }

        var text = new StringBuilder();
        for (var i = 0; i < body.Length;)
        {
            if (body[i] != '\\')
            {
                text.Append(body[i++]);
            }
            else if (i + 1 < body.Length && body[i + 1] is '\'' or '"' or '\\' or '\n')
            {
                text.Append(body[i + 1] == '\n' ? "" : body[i + 1].ToString());
                i += 2;
            }
            else
            {
                Escapes.AppendLiteral(body, ref i, text);
            }
        }

        return text.ToString();
    }

    // Line breaks are blanks within brackets, and nobody writes a condition that has them elsewhere.
    [GeneratedRegex(@"\G(?:[ \t\f\r\n]|#[^\n]*)*")]
    private static partial Regex Blank();

    [GeneratedRegex(@"\G(?<prefix>[rRuUbBfF]{0,2})(?:'''(?<body>(?:[^\\]|\\.)*?)'''|""""""(?<body>(?:[^\\]|\\.)*?)""""""|'(?<body>(?:[^\\'\n]|\\.)*)'|""(?<body>(?:[^\\""\n]|\\.)*)"")", RegexOptions.Singleline)]
    private static partial Regex String();

    [GeneratedRegex(@"\G(?:0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:(?:[0-9](?:_?[0-9])*)?\.[0-9](?:_?[0-9])*|[0-9](?:_?[0-9])*\.?)(?:[eE][+-]?[0-9](?:_?[0-9])*)?)(?![\w.])")]
    private static partial Regex Number();

    [GeneratedRegex(@"\G[\p{L}\p{Nl}_][\w]*")]
    private static partial Regex Name();

    [GeneratedRegex(@"\G(?:<=|>=|==|!=|\*\*|//|<<|>>|:=|->|[-+*/%&|^~<>()\[\]{},.:=@;!])")]
    private static partial Regex Sign();
}
