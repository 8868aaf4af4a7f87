namespace Streaming.Operators.Filtering.Conditions;

/// <summary>
/// Reads a condition: <c>and</c>, <c>or</c>, <c>not</c>, chains of comparisons, <c>in</c>, names with dots, constants, lists, tuples and sets of these. It is
/// never run as Python; whatever else Python has is refused.
/// </summary>
internal sealed class ConditionParser
{
    private const int MaxDepth = 64;

    private static readonly HashSet<string> Comparisons = ["<", ">", "<=", ">=", "==", "!=", "in", "not", "is"];

    private readonly IReadOnlyList<ConditionToken> _tokens;
    private readonly Func<string, Condition> _name;
    private int _at;
    private int _depth;

    private ConditionParser(IReadOnlyList<ConditionToken> tokens, Func<string, Condition> name) => (_tokens, _name) = (tokens, name);

    private ConditionToken Token => _tokens[_at];

    /// <summary>Reads a condition.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="name">What a name stands for.</param>
    /// <exception cref="FormatException">It cannot be read, or uses what is not supported.</exception>
    public static Condition Parse(string condition, Func<string, Condition> name)
    {
        try
        {
            var parser = new ConditionParser(ConditionLexer.Read(condition), name);
            var result = parser.Either();
            return parser.Token.Kind == ConditionTokenKind.End ? result : throw parser.Unexpected();
        }
        catch (FormatException e)
        {
            throw new FormatException($"The condition '{condition}' cannot be used: {e.Message}", e);
        }
        catch (OverflowException e)
        {
            throw new FormatException($"The condition '{condition}' cannot be used: a number in it is too large.", e);
        }
    }

    private Condition Either() => Several("or", Both, parts => sample => Array.Exists(parts, p => p.Holds(sample)));

    private Condition Both() => Several("and", Negation, parts => sample => Array.TrueForAll(parts, p => p.Holds(sample)));

    private Condition Several(string word, Func<Condition> part, Func<Condition[], Func<Sample, bool>> join)
    {
        var first = part();
        if (!IsSign(word))
        {
            return first;
        }

        var parts = new List<Condition> { first };
        while (Take(word))
        {
            parts.Add(part());
        }

        return Condition.Test(join([.. parts]));
    }

    private Condition Negation()
    {
        if (!Take("not"))
        {
            return Comparison();
        }

        using var _ = Deeper();
        var negated = Negation();
        return Condition.Test(sample => !negated.Holds(sample));
    }

    private Condition Comparison()
    {
        var operands = new List<Condition> { Operand() };
        var operators = new List<string>();
        while (Token.Kind == ConditionTokenKind.Sign && Comparisons.Contains(Token.Text))
        {
            operators.Add(Operator());
            operands.Add(Operand());
        }

        return operators.Count == 0 ? operands[0] : ComparisonChain.Of(operands, operators);
    }

    private string Operator()
    {
        if (Take("not"))
        {
            return Take("in") ? ComparisonChain.NotIn : throw Unexpected();
        }

        var sign = Token.Text;
        _at++;
        return sign != "is" ? sign : throw new FormatException("'is' is not supported: compare with == or !=.");
    }

    private Condition Operand()
    {
        if (IsSign("-") || IsSign("+"))
        {
            using var _ = Deeper();
            var negative = IsSign("-");
            _at++;
            return Signed(Operand(), negative);
        }

        var whole = Atom();
        while (Take("."))
        {
            whole = Token.Kind == ConditionTokenKind.Name ? whole.Field?.Invoke(Token.Text) ?? Condition.Constant(null) : throw Unexpected();
            _at++;
        }

        return Token.Kind == ConditionTokenKind.Sign && Token.Text is "+" or "-" or "*" or "/" or "%" or "(" or "[" or "//" or "**" or "&" or "|" or "^" or "<<" or ">>" or "@"
            ? throw new FormatException($"'{Token.Text}' at character {Token.At + 1} is not supported: neither arithmetic nor calls nor subscripts are.")
            : whole;
    }

    private static Condition Signed(Condition operand, bool negative) => new(operand.Type, sample => operand.Of(sample) switch
    {
        null => null,
        bool b => (object)((b ? 1L : 0L) * (negative ? -1 : 1)),
        long l => negative ? checked(-l) : l,
        double d => negative ? -d : d,
        _ => throw new InvalidDataException("Only numbers have a sign."),
    });

    private Condition Atom()
    {
        var token = Token;
        _at++;
        return (token.Kind, token.Text) switch
        {
            (ConditionTokenKind.Constant, _) => Condition.Constant(token.Value is string text ? text + RestOfText() : token.Value),
            (ConditionTokenKind.Name, var name) => _name(name),
            (ConditionTokenKind.Sign, "(") => Parenthesis(),
            (ConditionTokenKind.Sign, "[") => Sequence(SequenceKind.List, [], "]"),
            (ConditionTokenKind.Sign, "{") when !IsSign("}") => Sequence(SequenceKind.Set, [], "}"),
            _ => throw Unexpected(token),
        };
    }

    // Texts that stand side by side are one.
    private string RestOfText() => Token is { Kind: ConditionTokenKind.Constant, Value: string next } && ++_at > 0 ? next + RestOfText() : "";

    private Condition Parenthesis()
    {
        using var _ = Deeper();
        if (Take(")"))
        {
            return Condition.Constant(new PythonSequence(SequenceKind.Tuple, []));
        }

        var first = Either();
        return Take(")") ? first : Take(",") ? Sequence(SequenceKind.Tuple, [first], ")") : throw Unexpected();
    }

    private Condition Sequence(SequenceKind kind, List<Condition> items, string end)
    {
        using var _ = Deeper();
        while (!Take(end))
        {
            items.Add(Either());
            if (!IsSign(end) && !Take(","))
            {
                throw Unexpected();
            }
        }

        return new(ColumnType.Bool, sample => new PythonSequence(kind, [.. items.Select(i => i.Of(sample))]));
    }

    private bool IsSign(string text) => Token.Kind == ConditionTokenKind.Sign && Token.Text == text;

    private bool Take(string sign)
    {
        var taken = IsSign(sign);
        _at += taken ? 1 : 0;
        return taken;
    }

    private Depth Deeper() => ++_depth <= MaxDepth ? new(this) : throw new FormatException($"it is nested more than {MaxDepth} deep.");

    private FormatException Unexpected() => Unexpected(Token);

    private static FormatException Unexpected(ConditionToken token) =>
        new(token.Kind == ConditionTokenKind.End ? "it ends too early." : $"what stands at character {token.At + 1} is not expected there.");

    private readonly struct Depth(ConditionParser parser) : IDisposable
    {
        public void Dispose() => parser._depth--;
    }
}
