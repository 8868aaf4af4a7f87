namespace Streaming.Parquet.Lines;

/// <summary>Reads types as topologies write them: <c>string</c>, <c>list&lt;int32&gt;</c>, <c>struct&lt;a: string, b: list&lt;float64&gt;&gt;</c>, <c>map&lt;string, int64&gt;</c>.</summary>
internal sealed class TypeText
{
    private const int MaxDepth = 64;

    private static readonly Dictionary<string, ColumnType> _scalars = new(StringComparer.OrdinalIgnoreCase)
    {
        ["bool"] = ColumnType.Bool,
        ["int8"] = new ScalarType(ScalarKind.Int8),
        ["int16"] = new ScalarType(ScalarKind.Int16),
        ["int32"] = ColumnType.Int32,
        ["int64"] = ColumnType.Int64,
        ["uint64"] = new ScalarType(ScalarKind.UInt64),
        ["float32"] = new ScalarType(ScalarKind.Float32),
        ["float64"] = ColumnType.Float64,
        ["string"] = ColumnType.String,
        ["binary"] = ColumnType.Binary,
        ["date"] = new ScalarType(ScalarKind.Date),
    };

    private readonly string _text;
    private int _at;

    private TypeText(string text) => _text = text;

    /// <summary>The type; a <see cref="BadInputException"/> says what is wrong with the text.</summary>
    public static ColumnType Parse(string text)
    {
        var reader = new TypeText(text);
        var type = reader.Type(0);
        reader.Blanks();
        return reader._at == text.Length ? type : throw reader.Bad("more follows");
    }

    /// <summary>What is wrong with the text, or null.</summary>
    public static string? ProblemOf(string text)
    {
        try
        {
            Parse(text);
            return null;
        }
        catch (BadInputException e)
        {
            return e.Message;
        }
    }

    private ColumnType Type(int depth)
    {
        if (depth > MaxDepth)
        {
            throw Bad("it is nested too deeply");
        }

        var name = Word();
        switch (name)
        {
            case "list":
                Expect('<');
                var list = new ListType(Type(depth + 1));
                Expect('>');
                return list;
            case "map":
                Expect('<');
                var key = Type(depth + 1);
                Expect(',');
                var map = new MapType(key, Type(depth + 1));
                Expect('>');
                return map.Key == ColumnType.String ? map : throw Bad("JSON's keys are strings");
            case "struct":
                return Struct(depth);
            default:
                return _scalars.GetValueOrDefault(name) ?? throw Bad($"'{name}' is none of {string.Join(", ", _scalars.Keys)}, list, map, struct");
        }
    }

    private StructType Struct(int depth)
    {
        Expect('<');
        var fields = new List<Column>();
        do
        {
            var name = Word();
            Expect(':');
            fields.Add(new(name, Type(depth + 1)));
        }
        while (Take(','));

        Expect('>');
        return new(fields);
    }

    private string Word()
    {
        Blanks();
        var start = _at;
        while (_at < _text.Length && !char.IsWhiteSpace(_text[_at]) && _text[_at] is not ('<' or '>' or ',' or ':'))
        {
            _at++;
        }

        return _at > start ? _text[start.._at] : throw Bad("a name is missing");
    }

    private bool Take(char sign)
    {
        Blanks();
        if (_at < _text.Length && _text[_at] == sign)
        {
            _at++;
            return true;
        }

        return false;
    }

    private void Expect(char sign)
    {
        if (!Take(sign))
        {
            throw Bad($"'{sign}' is missing");
        }
    }

    private void Blanks()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
    }

    private BadInputException Bad(string why) => new($"'{_text}' is no type: {why} (at character {_at + 1}).");
}
