namespace Streaming.Operators.Filtering;

/// <summary>A field of samples, named by a dotted path: a column, a field of a struct column, or a stat.</summary>
/// <param name="Key">The path, as the topology gives it.</param>
/// <param name="Type">The field's type.</param>
/// <param name="Of">Its value in a sample.</param>
internal sealed record FieldPath(string Key, ColumnType Type, Func<Sample, object?> Of)
{
    private const string StatsPrefix = KnownColumns.Stats + ".";

    /// <summary>Whether the field is a stat already.</summary>
    public bool IsStat => Key.StartsWith(StatsPrefix, StringComparison.Ordinal);

    /// <summary>Finds the field in a schema.</summary>
    /// <exception cref="BadInputException">It is not there; the message says what is.</exception>
    public static FieldPath Find(string key, RowSchema schema)
    {
        if (key.StartsWith(StatsPrefix, StringComparison.Ordinal))
        {
            var stat = key[StatsPrefix.Length..];
            var fields = (schema.Find(KnownColumns.Stats)?.Type as StructType)?.Fields ?? [];
            return new(key, Field(fields, stat, key).Type, sample => sample.Stats[stat]);
        }

        var steps = key.Split('.');
        var column = Field(schema.Columns, steps[0], key);
        Func<Sample, object?> value = column.Name switch
        {
            KnownColumns.Id => sample => sample.Id,
            KnownColumns.Text => sample => sample.Text,
            _ when KnownColumns.IsMember(column.Name) => throw new BadInputException($"'{key}' cannot be compared: name a plain column, '{KnownColumns.Text}' or a stat."),
            var name => sample => sample.Meta[name],
        };
        return steps[1..].Aggregate(new FieldPath(key, column.Type, value), (field, step) => field.Step(step));
    }

    private FieldPath Step(string name)
    {
        var fields = (Type as StructType)?.Fields ?? [];
        var at = fields.ToList().IndexOf(Field(fields, name, Key));
        var parent = Of;
        return this with { Type = fields[at].Type, Of = sample => parent(sample) is object?[] values && at < values.Length ? values[at] : null };
    }

    private static Column Field(IReadOnlyList<Column> fields, string name, string key) => fields.FirstOrDefault(f => f.Name == name)
        ?? throw new BadInputException($"There is no field '{key}': '{name}' is not among {string.Join(", ", fields.Select(f => f.Name))}.");
}
