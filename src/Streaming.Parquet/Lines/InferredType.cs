using System.Text.Json;

namespace Streaming.Parquet.Lines;

/// <summary>The type of a JSON value, learnt from examples. The first kind that is seen counts; whole numbers become floating-point once a fraction or a number beyond 64 bits comes.</summary>
internal sealed class InferredType
{
    private readonly Dictionary<string, InferredType> _fields = [];
    private readonly List<string> _names = [];
    private Kind _kind;
    private InferredType? _element;

    private enum Kind
    {
        Unknown,
        Bool,
        Integer,
        Float,
        String,
        List,
        Struct,
    }

    /// <summary>Takes in a value.</summary>
    public void Learn(JsonElement value)
    {
        var kind = KindOf(value);
        if (kind == Kind.Unknown)
        {
            return;
        }

        if (_kind == Kind.Unknown || (_kind == Kind.Integer && kind == Kind.Float))
        {
            _kind = kind;
        }

        if (_kind == kind && kind == Kind.List)
        {
            LearnElements(value);
        }
        else if (_kind == kind && kind == Kind.Struct)
        {
            LearnFields(value);
        }
    }

    /// <summary>The type; what was never seen but as null counts as text.</summary>
    public ColumnType ToType() => _kind switch
    {
        Kind.Bool => ColumnType.Bool,
        Kind.Integer => ColumnType.Int64,
        Kind.Float => ColumnType.Float64,
        Kind.List => new ListType(_element?.ToType() ?? ColumnType.String),
        Kind.Struct => ToStruct(),
        _ => ColumnType.String,
    };

    /// <summary>The type of an object.</summary>
    public StructType ToStruct() => new([.. _names.Select(n => new Column(n, _fields[n].ToType()))]);

    private static Kind KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => Kind.Bool,
        JsonValueKind.Number => value.TryGetInt64(out _) ? Kind.Integer : Kind.Float,
        JsonValueKind.String => Kind.String,
        JsonValueKind.Array => Kind.List,
        JsonValueKind.Object => Kind.Struct,
        _ => Kind.Unknown,
    };

    private void LearnElements(JsonElement list)
    {
        foreach (var element in list.EnumerateArray())
        {
            (_element ??= new()).Learn(element);
        }
    }

    private void LearnFields(JsonElement value)
    {
        foreach (var field in value.EnumerateObject())
        {
            if (!_fields.TryGetValue(field.Name, out var type))
            {
                _fields[field.Name] = type = new();
                _names.Add(field.Name);
            }

            type.Learn(field.Value);
        }
    }
}
