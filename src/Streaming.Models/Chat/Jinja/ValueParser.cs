using System.Globalization;

namespace Streaming.Models.Chat.Jinja;

/// <summary>Reads values: names, constants, lists, maps, and what is asked of them (fields, items, slices, calls).</summary>
internal sealed class ValueParser(TokenReader reader, ExpressionParser expressions)
{
    public Expression One() => Postfix(Primary());

    public Expression Postfix(Expression value)
    {
        while (true)
        {
            if (reader.SkipSign("."))
            {
                value = reader.Now.Kind == JinjaKind.Number
                    ? new Access(value, new Constant(long.Parse(reader.Take().Text, CultureInfo.InvariantCulture)), isAttribute: false)
                    : new Access(value, new Constant(reader.Name()), isAttribute: true);
            }
            else if (reader.SkipSign("["))
            {
                value = Subscript(value);
            }
            else if (reader.SkipSign("("))
            {
                value = new Call(value, expressions.Arguments());
            }
            else
            {
                return value;
            }
        }
    }

    private Expression Subscript(Expression value)
    {
        var first = reader.Now.Is(JinjaKind.Operator, ":") ? null : expressions.One();
        if (first is not null && reader.SkipSign("]"))
        {
            return new Access(value, first, isAttribute: false);
        }

        reader.ExpectSign(":");
        var second = reader.Now.Is(JinjaKind.Operator, ":") || reader.Now.Is(JinjaKind.Operator, "]") ? null : expressions.One();
        var third = reader.SkipSign(":") && !reader.Now.Is(JinjaKind.Operator, "]") ? expressions.One() : null;
        reader.ExpectSign("]");
        return new Slice(value, first, second, third);
    }

    private Expression Primary()
    {
        var token = reader.Take();
        return token.Kind switch
        {
            JinjaKind.String => new Constant(Adjacent(token.Text)),
            JinjaKind.Number => new Constant(NumberOf(token.Text)),
            JinjaKind.Name => Named(token.Text),
            JinjaKind.Operator when token.Text == "(" => Bracket(),
            JinjaKind.Operator when token.Text == "[" => new ListOf(Items()),
            JinjaKind.Operator when token.Text == "{" => Map(),
            _ => throw reader.Error("a value is expected"),
        };
    }

    private static Expression Named(string name) => name switch
    {
        "true" or "True" => new Constant(true),
        "false" or "False" => new Constant(false),
        "none" or "None" => new Constant(null),
        _ => new NameOf(name),
    };

    private static object NumberOf(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) ? (object)whole : double.Parse(text, CultureInfo.InvariantCulture);

    // 'a' 'b' is 'ab'.
    private string Adjacent(string text)
    {
        while (reader.Now.Kind == JinjaKind.String)
        {
            text += reader.Take().Text;
        }

        return text;
    }

    private Expression Bracket()
    {
        if (reader.SkipSign(")"))
        {
            return new ListOf([]);
        }

        var value = expressions.Several();
        reader.ExpectSign(")");
        return value;
    }

    private List<Expression> Items()
    {
        var items = new List<Expression>();
        while (!reader.SkipSign("]"))
        {
            items.Add(expressions.One());
            if (!reader.SkipSign(",") && !reader.Now.Is(JinjaKind.Operator, "]"))
            {
                throw reader.Error("',' or ']' is expected");
            }
        }

        return items;
    }

    private MapOf Map()
    {
        var items = new List<(Expression, Expression)>();
        while (!reader.SkipSign("}"))
        {
            var key = expressions.One();
            reader.ExpectSign(":");
            items.Add((key, expressions.One()));
            if (!reader.SkipSign(",") && !reader.Now.Is(JinjaKind.Operator, "}"))
            {
                throw reader.Error("',' or '}' is expected");
            }
        }

        return new MapOf(items);
    }
}
