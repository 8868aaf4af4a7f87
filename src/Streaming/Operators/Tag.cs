namespace Streaming.Operators;

/// <summary>The place of one tag in the samples of a schema.</summary>
public sealed class Tag
{
    private readonly int _at;

    private Tag(int at) => _at = at;

    /// <summary>The tag of that name in a schema, or null.</summary>
    public static Tag? Find(RowSchema schema, string name) =>
        Tags.FieldsOf(schema).ToList().FindIndex(f => f.Name == name) is var at and >= 0 ? new(at) : null;

    /// <summary>Its value in a sample; null where it has none.</summary>
    public object? Of(Sample sample) => sample.Meta[Tags.Column] is object?[] values && _at < values.Length ? values[_at] : null;

    /// <summary>Gives a sample its value. Samples may share the old ones: they are copied.</summary>
    public void Set(Sample sample, object? value)
    {
        var known = sample.Meta[Tags.Column] as object?[] ?? [];
        var values = new object?[Math.Max(known.Length, _at + 1)];
        known.CopyTo(values, 0);
        values[_at] = value;
        sample.Meta[Tags.Column] = values;
    }
}
