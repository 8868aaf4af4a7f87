using Streaming.Tables;

namespace Streaming.Parquet.Writing;

/// <summary>A column of structs.</summary>
/// <param name="type">The stored type.</param>
/// <param name="fields">The stored fields.</param>
/// <param name="places">Where each stored field is found in a value's array: fields that cannot be stored are left out.</param>
internal sealed class StructBuilder(ArrowTypes.StructType type, ColumnBuilder[] fields, int[] places) : ColumnBuilder(type)
{
    private readonly int _width = places.Length == 0 ? 0 : places.Max() + 1;

    public override long Bytes => fields.Sum(f => f.Bytes);

    /// <summary>The builder of a field, or null where it is not stored.</summary>
    public ColumnBuilder? Field(string name) => ((ArrowTypes.StructType)Type).GetFieldIndex(name) is var i and >= 0 ? fields[i] : null;

    /// <summary>Ends a struct whose fields were appended one by one.</summary>
    public void EndStruct() => Count();

    public override Arrow.ArrayData Build() => new(Type, Length, Validity.Nulls, 0, [Validity.Buffer], [.. fields.Select(f => f.Build())]);

    public override void Clear()
    {
        base.Clear();
        Array.ForEach(fields, f => f.Clear());
    }

    public override void Summarise(string path, IDictionary<string, ColumnStatistics> into) =>
        ForEach((field, name) => field.Summarise($"{path}.{name}", into));

    public override void Describe(string path, ICollection<LeafTraits> into) =>
        ForEach((field, name) => field.Describe($"{path}.{name}", into));

    public override void Dispose()
    {
        base.Dispose();
        Array.ForEach(fields, f => f.Dispose());
    }

    protected override void AppendValue(object value)
    {
        if (value is not object?[] values || values.Length < _width)
        {
            throw Misfit(value);
        }

        for (var i = 0; i < fields.Length; i++)
        {
            fields[i].Append(values[places[i]]);
        }

        EndStruct();
    }

    protected override void AppendPlaceholder() => Array.ForEach(fields, f => f.AppendNull());

    private void ForEach(Action<ColumnBuilder, string> act)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            act(fields[i], ((ArrowTypes.StructType)Type).Fields[i].Name);
        }
    }
}
