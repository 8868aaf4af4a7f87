namespace Streaming.Models.Chat.Jinja;

/// <summary>Reads a template's text and blocks.</summary>
internal sealed class StatementParser
{
    private const int MaxDepth = 100;

    private readonly TokenReader _reader;
    private readonly ExpressionParser _expressions;
    private int _depth;

    private StatementParser(List<JinjaToken> tokens)
    {
        _reader = new TokenReader(tokens);
        _expressions = new ExpressionParser(_reader);
    }

    public static IReadOnlyList<Statement> Parse(string template)
    {
        var parser = new StatementParser(JinjaLexer.Tokens(template));
        var statements = parser.Body();
        return parser._reader.Now.Kind == JinjaKind.End ? statements : throw parser._reader.Error("the end is expected");
    }

    /// <summary>Statements up to a block of one of these names, which is left to be read.</summary>
    private List<Statement> Body(params string[] ends)
    {
        if (++_depth > MaxDepth)
        {
            throw _reader.Error("blocks are nested too deeply");
        }

        var statements = new List<Statement>();
        while (_reader.Now.Kind != JinjaKind.End && !(_reader.Now.Kind == JinjaKind.BlockBegin && ends.Contains(_reader.Next.Text)))
        {
            statements.Add(One());
        }

        _depth--;
        return statements;
    }

    private Statement One()
    {
        var token = _reader.Take();
        switch (token.Kind)
        {
            case JinjaKind.Text:
                return new PlainText(token.Text);
            case JinjaKind.OutputBegin:
                var value = _expressions.Several();
                _reader.Expect(JinjaKind.OutputEnd);
                return new Output(value);
            case JinjaKind.BlockBegin:
                return BlockOf(_reader.Name());
            default:
                throw _reader.Error("text or a tag is expected");
        }
    }

    private Statement BlockOf(string name) => name switch
    {
        "if" => If(),
        "for" => For(),
        "set" => Set(),
        "macro" => MacroOf(),
        "break" => Closed(new Jump(ends: true)),
        "continue" => Closed(new Jump(ends: false)),
        "do" => Closed(new Doing(_expressions.Several())),
        "filter" => FilterOf(),
        "generation" => Generation(),
        _ => throw _reader.Error($"the block '{name}' is not supported"),
    };

    private Statement Closed(Statement statement)
    {
        _reader.Expect(JinjaKind.BlockEnd);
        return statement;
    }

    private void End(string name)
    {
        _reader.Expect(JinjaKind.BlockBegin);
        if (_reader.Name() is var found && found != name)
        {
            throw _reader.Error($"'{name}' is expected, not '{found}'");
        }

        _reader.Expect(JinjaKind.BlockEnd);
    }

    private Branches If()
    {
        var branches = new List<(Expression?, IReadOnlyList<Statement>)>();
        Expression? condition = _expressions.Several();
        while (true)
        {
            _reader.Expect(JinjaKind.BlockEnd);
            branches.Add((condition, Body("elif", "else", "endif")));
            _reader.Expect(JinjaKind.BlockBegin);
            switch (_reader.Name())
            {
                case "elif":
                    condition = _expressions.Several();
                    break;
                case "else":
                    condition = null;
                    break;
                default:
                    _reader.Expect(JinjaKind.BlockEnd);
                    return new Branches(branches);
            }
        }
    }

    private Loop For()
    {
        var target = _expressions.Target();
        if (!_reader.SkipWord("in"))
        {
            throw _reader.Error("'in' is expected");
        }

        var items = _expressions.One(allowsChoice: false);
        var condition = _reader.SkipWord("if") ? _expressions.One() : null;
        _reader.Expect(JinjaKind.BlockEnd);
        var body = Body("else", "endfor");
        List<Statement> otherwise = [];
        if (_reader.Next.Text == "else")
        {
            End("else");
            otherwise = Body("endfor");
        }

        End("endfor");
        return new Loop(target, items, condition, body, otherwise);
    }

    private Statement Set()
    {
        var target = _expressions.Target();
        if (_reader.SkipSign("="))
        {
            return Closed(new Assignment(target, _expressions.Several()));
        }

        _reader.Expect(JinjaKind.BlockEnd);
        var body = Body("endset");
        End("endset");
        return new BlockAssignment(target, body);
    }

    private Macro MacroOf()
    {
        var name = _reader.Name();
        var parameters = new List<(string, Expression?)>();
        _reader.ExpectSign("(");
        while (!_reader.SkipSign(")"))
        {
            var parameter = _reader.Name();
            parameters.Add((parameter, _reader.SkipSign("=") ? _expressions.One() : null));
            _ = _reader.SkipSign(",");
        }

        _reader.Expect(JinjaKind.BlockEnd);
        var body = Body("endmacro");
        End("endmacro");
        return new Macro(name, parameters, body);
    }

    private Block FilterOf()
    {
        var filter = _expressions.Filter();
        _reader.Expect(JinjaKind.BlockEnd);
        var body = Body("endfilter");
        End("endfilter");
        return new Block(body, filter);
    }

    // transformers' own block: marks what the assistant said, and prints it as it is.
    private Block Generation()
    {
        _reader.Expect(JinjaKind.BlockEnd);
        var body = Body("endgeneration");
        End("endgeneration");
        return new Block(body, null);
    }
}
