using System.Text;

namespace Streaming.Models.Chat.Jinja;

/// <summary>Cuts a template into tokens, with white space treated as transformers sets Jinja up: <c>trim_blocks</c> and <c>lstrip_blocks</c> on, a last line break dropped.</summary>
internal sealed class JinjaLexer
{
    // Longest first.
    private static readonly string[] Operators = ["==", "!=", "<=", ">=", "//", "**", "+", "-", "*", "/", "%", "~", "|", "(", ")", "[", "]", "{", "}", ",", ":", ".", "=", "<", ">"];

    private readonly string _source;
    private readonly List<JinjaToken> _tokens = [];
    private int _at;
    private int _line = 1;

    private JinjaLexer(string source)
    {
        var normal = source.ReplaceLineEndings("\n");
        _source = normal.EndsWith('\n') ? normal[..^1] : normal;
    }

    public static List<JinjaToken> Tokens(string source)
    {
        var lexer = new JinjaLexer(source);
        lexer.Run();
        return lexer._tokens;
    }

    private void Run()
    {
        var trimsLeft = false;
        while (_at < _source.Length)
        {
            var tag = NextTag();
            var text = _source[_at..tag];
            Add(JinjaKind.Text, BeforeTag(trimsLeft ? text.TrimStart() : text, tag));
            Advance(text.Length);
            trimsLeft = _at < _source.Length && Tag();
        }

        _tokens.Add(new JinjaToken(JinjaKind.End, "", _line));
    }

    private int NextTag()
    {
        for (var i = _at; i < _source.Length - 1; i++)
        {
            if (_source[i] == '{' && _source[i + 1] is '{' or '%' or '#' && _source[i] == '{')
            {
                return i;
            }
        }

        return _source.Length;
    }

    // A minus in the tag takes all white space before it; a block alone takes the spaces of its own line.
    private string BeforeTag(string text, int tag)
    {
        if (tag == _source.Length)
        {
            return text;
        }

        var sign = tag + 2 < _source.Length ? _source[tag + 2] : ' ';
        if (sign == '-')
        {
            return text.TrimEnd();
        }

        if (_source[tag + 1] == '{' || sign == '+')
        {
            return text;
        }

        var bare = text.TrimEnd(' ', '\t');
        return bare.EndsWith('\n') || (bare.Length == 0 && (_tokens.Count == 0 || StartsLine())) ? bare : text;
    }

    private bool StartsLine() => _at == 0 || _source[_at - 1] == '\n';

    /// <summary>Reads a tag; says whether the white space behind it goes.</summary>
    private bool Tag()
    {
        var kind = _source[_at + 1];
        if (kind == '#')
        {
            return Comment();
        }

        if (kind == '%' && Raw() is { } trims)
        {
            return trims;
        }

        var close = kind == '{' ? "}}" : "%}";
        Add(kind == '{' ? JinjaKind.OutputBegin : JinjaKind.BlockBegin, "");
        Advance(2);
        if (Peek() is '-' or '+')
        {
            Advance(1);
        }

        while (!AtEnd(close))
        {
            Token();
        }

        var trimsRight = Peek() == '-';
        Advance(Peek() is '-' or '+' ? 1 : 0);
        Advance(2);
        Add(kind == '{' ? JinjaKind.OutputEnd : JinjaKind.BlockEnd, "");
        DropLineBreak(kind, trimsRight);
        return trimsRight;
    }

    private void DropLineBreak(char kind, bool trimsRight)
    {
        if (kind != '{' && !trimsRight && Peek() == '\n')
        {
            Advance(1);
        }
    }

    private bool Comment()
    {
        var end = _source.IndexOf("#}", _at + 2, StringComparison.Ordinal);
        if (end < 0)
        {
            throw Error("a comment has no end");
        }

        var trims = _source[end - 1] == '-' && end - 1 > _at + 1;
        Advance(end + 2 - _at);
        DropLineBreak('#', trims);
        return trims;
    }

    private bool? Raw()
    {
        var open = JinjaPatterns.Raw().Match(_source, _at);
        if (!open.Success)
        {
            return null;
        }

        var close = JinjaPatterns.EndRaw().Match(_source, _at + open.Length);
        if (!close.Success)
        {
            throw Error("{% raw %} has no {% endraw %}");
        }

        Add(JinjaKind.Text, _source[(open.Index + open.Length)..close.Index]);
        Advance(close.Index + close.Length - _at);
        var trims = close.Value.EndsWith("-%}", StringComparison.Ordinal);
        DropLineBreak('%', trims);
        return trims;
    }

    private bool AtEnd(string close)
    {
        while (char.IsWhiteSpace(Peek()))
        {
            Advance(1);
        }

        if (_at >= _source.Length)
        {
            throw Error($"a tag has no '{close}'");
        }

        var sign = Peek() is '-' or '+' ? 1 : 0;
        return string.CompareOrdinal(_source, _at + sign, close, 0, 2) == 0 && !(close == "}}" && ClosesMap(sign));
    }

    // {{ {'a': {}} }}: braces that are still open belong to maps.
    private bool ClosesMap(int sign)
    {
        if (sign == 1)
        {
            return false;
        }

        var open = 0;
        for (var i = _tokens.Count - 1; i >= 0 && _tokens[i].Kind != JinjaKind.OutputBegin; i--)
        {
            open += _tokens[i].Is(JinjaKind.Operator, "{") ? 1 : _tokens[i].Is(JinjaKind.Operator, "}") ? -1 : 0;
        }

        return open > 0;
    }

    private void Token()
    {
        var first = Peek();
        if (first is '\'' or '"')
        {
            String(first);
        }
        else if (char.IsAsciiDigit(first))
        {
            Take(JinjaKind.Number, JinjaPatterns.Number().Match(_source, _at).Value);
        }
        else if (char.IsLetter(first) || first == '_')
        {
            Take(JinjaKind.Name, JinjaPatterns.Name().Match(_source, _at).Value);
        }
        else
        {
            Take(JinjaKind.Operator, Array.Find(Operators, op => string.CompareOrdinal(_source, _at, op, 0, op.Length) == 0) ?? throw Error($"'{first}' is no operator"));
        }
    }

    private void String(char quote)
    {
        var (text, at) = (new StringBuilder(), _at + 1);
        for (; at < _source.Length && _source[at] != quote; at++)
        {
            text.Append(_source[at] == '\\' && at + 1 < _source.Length ? Escaped(_source[++at]) : _source[at].ToString());
        }

        if (at >= _source.Length)
        {
            throw Error("a string has no end");
        }

        Add(JinjaKind.String, text.ToString());
        Advance(at + 1 - _at);
    }

    private static string Escaped(char sign) => sign switch
    {
        'n' => "\n",
        't' => "\t",
        'r' => "\r",
        '0' => "\0",
        '\\' or '\'' or '"' => sign.ToString(),
        _ => "\\" + sign,
    };

    private void Take(JinjaKind kind, string text)
    {
        Add(kind, text);
        Advance(text.Length);
    }

    private void Add(JinjaKind kind, string text)
    {
        if (kind != JinjaKind.Text || text.Length > 0)
        {
            _tokens.Add(new JinjaToken(kind, text, _line));
        }
    }

    private char Peek() => _at < _source.Length ? _source[_at] : '\0';

    private void Advance(int count)
    {
        _line += _source.AsSpan(_at, count).Count('\n');
        _at += count;
    }

    private JinjaException Error(string what) => new($"line {_line}: {what}");
}
