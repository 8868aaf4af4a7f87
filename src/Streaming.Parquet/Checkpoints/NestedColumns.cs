using Apache.Arrow;
using Apache.Arrow.Types;

namespace Streaming.Parquet.Checkpoints;

/// <summary>An action, or a part of one: its fields are missing together where the row is of another action.</summary>
internal sealed class RecordColumn((string Name, CheckpointColumn Column, Func<object, object?> Pick)[] fields)
    : CheckpointColumn(new Apache.Arrow.Types.StructType([.. fields.Select(f => new Field(f.Name, f.Column.Type, nullable: true))]))
{
    private readonly ArrowBuffer.BitmapBuilder _valid = new();

    public override void Append(object? value)
    {
        _valid.Append(value is not null);
        foreach (var (_, column, pick) in fields)
        {
            column.Append(value is null ? null : pick(value));
        }
    }

    public override IArrowArray Build()
    {
        var (length, missing) = (_valid.Length, _valid.UnsetBitCount);
        var built = new StructArray(Type, length, fields.Select(f => f.Column.Build()), _valid.Build(), missing);
        _valid.Clear();
        return built;
    }
}

/// <summary>A map from text to text.</summary>
internal sealed class TextMapColumn() : CheckpointColumn(new Apache.Arrow.Types.MapType(StringType.Default, StringType.Default))
{
    private MapArray.Builder _rows = NewRows();

    public override void Append(object? value)
    {
        if (value is null)
        {
            _rows.AppendNull();
            return;
        }

        _rows.Append();
        foreach (var (key, item) in (IEnumerable<KeyValuePair<string, string>>)value)
        {
            ((StringArray.Builder)_rows.KeyBuilder).Append(key);
            ((StringArray.Builder)_rows.ValueBuilder).Append(item);
        }
    }

    public override IArrowArray Build()
    {
        var built = _rows.Build();
        _rows = NewRows();
        return built;
    }

    private static MapArray.Builder NewRows() => new(new Apache.Arrow.Types.MapType(StringType.Default, StringType.Default));
}

/// <summary>A list of texts.</summary>
internal sealed class TextListColumn() : CheckpointColumn(new Apache.Arrow.Types.ListType(StringType.Default))
{
    private ListArray.Builder _rows = new(StringType.Default);

    public override void Append(object? value)
    {
        if (value is null)
        {
            _rows.AppendNull();
            return;
        }

        _rows.Append();
        foreach (var item in (IEnumerable<string>)value)
        {
            ((StringArray.Builder)_rows.ValueBuilder).Append(item);
        }
    }

    public override IArrowArray Build()
    {
        var built = _rows.Build();
        _rows = new(StringType.Default);
        return built;
    }
}
