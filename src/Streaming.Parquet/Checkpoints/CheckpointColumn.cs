using Apache.Arrow;
using Apache.Arrow.Types;

namespace Streaming.Parquet.Checkpoints;

/// <summary>Gathers one column of a checkpoint, nested ones with their parts.</summary>
internal abstract class CheckpointColumn(IArrowType type)
{
    public IArrowType Type => type;

    /// <summary>Adds the next row; null leaves it out.</summary>
    public abstract void Append(object? value);

    /// <summary>The rows since the last call.</summary>
    public abstract IArrowArray Build();
}

internal sealed class TextColumn() : CheckpointColumn(StringType.Default)
{
    private readonly StringArray.Builder _rows = new();

    public override void Append(object? value) => _rows.Append((string?)value);

    public override IArrowArray Build()
    {
        var built = _rows.Build();
        _rows.Clear();
        return built;
    }
}

internal sealed class LongColumn() : CheckpointColumn(Int64Type.Default)
{
    private readonly Int64Array.Builder _rows = new();

    public override void Append(object? value) => _rows.Append((long?)value);

    public override IArrowArray Build()
    {
        var built = _rows.Build();
        _rows.Clear();
        return built;
    }
}

internal sealed class IntegerColumn() : CheckpointColumn(Int32Type.Default)
{
    private readonly Int32Array.Builder _rows = new();

    public override void Append(object? value) => _rows.Append((int?)value);

    public override IArrowArray Build()
    {
        var built = _rows.Build();
        _rows.Clear();
        return built;
    }
}

internal sealed class FlagColumn() : CheckpointColumn(BooleanType.Default)
{
    private readonly BooleanArray.Builder _rows = new();

    public override void Append(object? value) => _ = value is bool flag ? _rows.Append(flag) : _rows.AppendNull();

    public override IArrowArray Build()
    {
        var built = _rows.Build();
        _rows.Clear();
        return built;
    }
}
