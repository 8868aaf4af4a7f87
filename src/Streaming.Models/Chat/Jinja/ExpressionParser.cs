namespace Streaming.Models.Chat.Jinja;

/// <summary>Reads expressions, in Jinja's order of precedence.</summary>
internal sealed class ExpressionParser
{
    private const int MaxDepth = 200;
    private static readonly string[] Comparisons = ["==", "!=", "<=", ">=", "<", ">"];
    private static readonly string[] NoArguments = ["else", "or", "and", "is", "if", "not", "in"];

    private readonly TokenReader _reader;
    private readonly ValueParser _values;
    private int _depth;

    public ExpressionParser(TokenReader reader)
    {
        _reader = reader;
        _values = new ValueParser(reader, this);
    }

    /// <summary>An expression, or several with commas between them: a list.</summary>
    public Expression Several()
    {
        var first = One();
        if (!_reader.Now.Is(JinjaKind.Operator, ","))
        {
            return first;
        }

        var items = new List<Expression> { first };
        while (_reader.SkipSign(",") && _reader.Now.Kind is not (JinjaKind.BlockEnd or JinjaKind.OutputEnd) && !_reader.Now.Is(JinjaKind.Operator, ")"))
        {
            items.Add(One());
        }

        return new ListOf(items);
    }

    /// <summary>An expression.</summary>
    public Expression One(bool allowsChoice = true)
    {
        if (++_depth > MaxDepth)
        {
            throw _reader.Error("the expression is nested too deeply");
        }

        var value = Or();
        while (allowsChoice && _reader.SkipWord("if"))
        {
            var condition = Or();
            value = new Choice(value, condition, _reader.SkipWord("else") ? One() : null);
        }

        _depth--;
        return value;
    }

    /// <summary>What a <c>for</c> or <c>set</c> puts values into.</summary>
    public Expression Target()
    {
        var bracket = _reader.SkipSign("(");
        var names = new List<Expression> { Name() };
        while (_reader.SkipSign(","))
        {
            names.Add(Name());
        }

        if (bracket)
        {
            _reader.ExpectSign(")");
        }

        return names.Count == 1 ? names[0] : new ListOf(names);
    }

    public CallArguments Arguments()
    {
        var (positional, named) = (new List<Expression>(), new List<(string, Expression)>());
        while (!_reader.SkipSign(")"))
        {
            if (_reader.Now.Kind == JinjaKind.Name && _reader.Next.Is(JinjaKind.Operator, "="))
            {
                var name = _reader.Name();
                _reader.ExpectSign("=");
                named.Add((name, One()));
            }
            else
            {
                positional.Add(One());
            }

            if (!_reader.SkipSign(",") && !_reader.Now.Is(JinjaKind.Operator, ")"))
            {
                throw _reader.Error("',' or ')' is expected");
            }
        }

        return new CallArguments(positional, named);
    }

    /// <summary>A filter's name and arguments, put on a value later.</summary>
    public Func<Expression, Expression> Filter()
    {
        var name = _reader.Name();
        var arguments = _reader.SkipSign("(") ? Arguments() : CallArguments.None;
        _ = new Filtered(new Constant(null), name, arguments);
        return value => new Filtered(value, name, arguments);
    }

    private Expression Name()
    {
        Expression name = new NameOf(_reader.Name());
        while (_reader.SkipSign("."))
        {
            name = new Access(name, new Constant(_reader.Name()), isAttribute: true);
        }

        return name;
    }

    private Expression Or()
    {
        var left = And();
        while (_reader.SkipWord("or"))
        {
            left = new Logic(left, isAnd: false, And());
        }

        return left;
    }

    private Expression And()
    {
        var left = Negation();
        while (_reader.SkipWord("and"))
        {
            left = new Logic(left, isAnd: true, Negation());
        }

        return left;
    }

    private Expression Negation() => _reader.SkipWord("not") ? new Not(Negation()) : Comparison();

    private Expression Comparison()
    {
        var left = Sum();
        Expression? all = null;
        while (true)
        {
            Expression one;
            Expression right;
            if (_reader.Now.Kind == JinjaKind.Operator && Comparisons.Contains(_reader.Now.Text))
            {
                var sign = _reader.Take().Text;
                one = new Operation(left, sign, right = Sum());
            }
            else if (_reader.SkipWord("in"))
            {
                one = new Operation(left, "in", right = Sum());
            }
            else if (_reader.Now.Is(JinjaKind.Name, "not") && _reader.Next.Is(JinjaKind.Name, "in"))
            {
                _reader.Take();
                _reader.Take();
                one = new Not(new Operation(left, "in", right = Sum()));
            }
            else
            {
                return all ?? left;
            }

            all = all is null ? one : new Logic(all, isAnd: true, one);
            left = right;
        }
    }

    private Expression Sum() => Chain(Concatenation, "+", "-");

    private Expression Concatenation() => Chain(Product, "~");

    private Expression Product() => Chain(Unary, "*", "//", "/", "%");

    private Expression Chain(Func<Expression> part, params ReadOnlySpan<string> signs)
    {
        var left = part();
        while (_reader.Now.Kind == JinjaKind.Operator && signs.Contains(_reader.Now.Text))
        {
            var sign = _reader.Take().Text;
            left = new Operation(left, sign, part());
        }

        return left;
    }

    private Expression Unary()
    {
        if (_reader.SkipSign("-"))
        {
            return new Negative(Unary());
        }

        _ = _reader.SkipSign("+");
        var value = _values.One();
        value = _reader.SkipSign("**") ? new Operation(value, "**", Unary()) : value;
        return FiltersAndTests(value);
    }

    private Expression FiltersAndTests(Expression value)
    {
        while (true)
        {
            if (_reader.SkipSign("|"))
            {
                value = _values.Postfix(Filter()(value));
            }
            else if (_reader.SkipWord("is"))
            {
                value = Test(value);
            }
            else
            {
                return value;
            }
        }
    }

    private Tested Test(Expression value)
    {
        var negated = _reader.SkipWord("not");
        var name = _reader.Name();
        var arguments = _reader.SkipSign("(") ? Arguments()
            : _reader.Now.Kind is JinjaKind.String or JinjaKind.Number || (_reader.Now.Kind == JinjaKind.Name && !NoArguments.Contains(_reader.Now.Text)) || _reader.Now.Is(JinjaKind.Operator, "[")
                ? new CallArguments([_values.One()], [])
                : CallArguments.None;
        return new Tested(value, name, arguments, negated);
    }
}
