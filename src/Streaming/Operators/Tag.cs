namespace Streaming.Operators;

/// <summary>The place of one tag in the samples of a schema.</summary>
public sealed class Tag
{
    private readonly string _column;
    private readonly int _at;

    private Tag(string column, int at) => (_column, _at) = (column, at);

    /// <summary>The tag of that name in a schema, or null.</summary>
    public static Tag? Find(RowSchema schema, string name, string column = Tags.Column) =>
        Tags.FieldsOf(schema, column).ToList().FindIndex(f => f.Name == name) is var at and >= 0 ? new(column, at) : null;

    /// <summary>Its value in a sample; null where it has none.</summary>
    public object? Of(Sample sample) => sample.Meta[_column] is object?[] values && _at < values.Length ? values[_at] : null;

    /// <summary>Gives a sample its value. Samples may share the old ones: they are copied.</summary>
    public void Set(Sample sample, object? value)
    {
        var known = sample.Meta[_column] as object?[] ?? [];
        var values = new object?[Math.Max(known.Length, _at + 1)];
        known.CopyTo(values, 0);
        values[_at] = value;
        sample.Meta[_column] = values;
    }
}
