using System.Globalization;
using Streaming.Tables;

namespace Streaming.Parquet.Writing;

/// <summary>A column of fixed-width values.</summary>
/// <param name="type">The stored type.</param>
/// <param name="convert">From a value of the logical type to the stored one; throws where it does not fit.</param>
/// <param name="range">Watches the values where the column has statistics, else null.</param>
internal sealed class FixedBuilder<T>(ArrowTypes.IArrowType type, Func<object, T> convert, IRange<T>? range) : ColumnBuilder(type) where T : unmanaged
{
    private readonly GrowingBuffer _values = new();

    public override long Bytes => _values.Length;

    public void AppendRun(ReadOnlySpan<T> values)
    {
        _values.Append(values);
        Count(values.Length);
        if (range is not null)
        {
            foreach (var value in values)
            {
                range.Add(value);
            }
        }
    }

    public void AppendOne(T value)
    {
        _values.Append(value);
        Count();
        range?.Add(value);
    }

    public override Arrow.ArrayData Build() => new(Type, Length, Validity.Nulls, 0, [Validity.Buffer, new(_values.Written)], children: null);

    public override void Clear()
    {
        base.Clear();
        _values.Clear();
    }

    public override void Summarise(string path, IDictionary<string, ColumnStatistics> into) => into[path] = new(NullsInFile, range?.Min, range?.Max);

    public override void Describe(string path, ICollection<LeafTraits> into) =>
        into.Add(new(path, IsRepetitive: false, IsCounted: range is not null && (typeof(T) == typeof(long) || typeof(T) == typeof(int))));

    public override void Dispose()
    {
        base.Dispose();
        _values.Dispose();
    }

    protected override void AppendValue(object value)
    {
        try
        {
            AppendOne(convert(value));
        }
        catch (Exception e) when (e is InvalidCastException or OverflowException or FormatException)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"The value {value} does not fit a column of {Type.Name}."), e);
        }
    }

    protected override void AppendPlaceholder() => _values.Append(default(T));
}
