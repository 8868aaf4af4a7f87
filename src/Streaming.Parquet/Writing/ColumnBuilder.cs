using Streaming.Tables;

namespace Streaming.Parquet.Writing;

/// <summary>Collects the values of one column (or of a part of a nested one) of a row group in Arrow's layout.</summary>
internal abstract class ColumnBuilder(ArrowTypes.IArrowType type) : IDisposable
{
    protected ArrowTypes.IArrowType Type { get; } = type;

    protected ValidityBits Validity { get; } = new();

    /// <summary>Values since <see cref="Clear"/>.</summary>
    public int Length { get; private set; }

    /// <summary>Nulls since the file was begun.</summary>
    protected long NullsInFile { get; private set; }

    /// <summary>Bytes that the buffers hold.</summary>
    public abstract long Bytes { get; }

    /// <summary>Appends a value as <see cref="ColumnType"/> says, or null.</summary>
    public void Append(object? value)
    {
        if (value is null)
        {
            AppendNull();
        }
        else
        {
            AppendValue(value);
        }
    }

    public void AppendNull()
    {
        Validity.AppendNull();
        Length++;
        NullsInFile++;
        AppendPlaceholder();
    }

    /// <summary>The array of what was appended. It looks into the buffers: it ends with the next <see cref="Clear"/>.</summary>
    public abstract Arrow.ArrayData Build();

    /// <summary>Begins a new row group. Statistics go on.</summary>
    public virtual void Clear()
    {
        Validity.Clear();
        Length = 0;
    }

    /// <summary>Adds the statistics of the leaves below, by dotted path. Lists and maps have none.</summary>
    public virtual void Summarise(string path, IDictionary<string, ColumnStatistics> into)
    {
    }

    /// <summary>Adds the Parquet paths of the leaves below and what the writer should know of them.</summary>
    public virtual void Describe(string path, ICollection<LeafTraits> into) => into.Add(new(path, IsRepetitive: false, IsCounted: false));

    public virtual void Dispose() => Validity.Dispose();

    protected abstract void AppendValue(object value);

    /// <summary>What Arrow wants in place of a null.</summary>
    protected abstract void AppendPlaceholder();

    protected void Count(int values = 1)
    {
        Validity.AppendValid(values);
        Length += values;
    }

    protected InvalidDataException Misfit(object value) => new($"A value of {value.GetType().Name} does not fit a column of {Type.Name}.");
}

/// <summary>What the writer should know of a leaf column.</summary>
/// <param name="Path">Its dotted Parquet path.</param>
/// <param name="IsRepetitive">Whether few different values make it up: a dictionary pays.</param>
/// <param name="IsCounted">Whether it holds one integer a row: delta encoding pays.</param>
internal readonly record struct LeafTraits(string Path, bool IsRepetitive, bool IsCounted);
