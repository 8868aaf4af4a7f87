namespace Streaming.Operators.Filtering.Conditions;

/// <summary>A name of a condition, and the names behind its dots: a column of the samples, a field of a struct, a stat.</summary>
internal static class SampleField
{
    /// <summary>What a name stands for; a column that is not there is missing in every sample.</summary>
    public static Condition Of(string name, RowSchema schema, Action<string> warn)
    {
        if (name == KnownColumns.Stats)
        {
            return Stats(schema);
        }

        if (schema.Find(name) is not { } column)
        {
            warn($"There is no column '{name}': it counts as missing in every sample.");
            return Condition.Constant(null);
        }

        return name switch
        {
            KnownColumns.Id => new(column.Type, sample => sample.Id),
            KnownColumns.Text => new(column.Type, sample => sample.Text),
            _ when KnownColumns.IsMember(name) => throw new FormatException($"the column '{name}' cannot be compared."),
            _ => Value(sample => sample.Meta[name], column.Type),
        };
    }

    private static Condition Stats(RowSchema schema)
    {
        var type = schema.Find(KnownColumns.Stats)?.Type as StructType ?? new([]);
        return new(type, sample => new PythonStruct(sample.Stats.Keys, [.. sample.Stats.Keys.Select(n => sample.Stats[n])]))
        {
            Field = name => new(type.Fields.FirstOrDefault(f => f.Name == name)?.Type ?? ColumnType.String, sample => sample.Stats[name]),
        };
    }

    // The values of a struct and of a list look alike: only the type tells them apart.
    private static Condition Value(Func<Sample, object?> value, ColumnType type)
    {
        if (type is not StructType { Fields: var fields })
        {
            return new(type, value);
        }

        string[] names = [.. fields.Select(f => f.Name)];
        return new(type, sample => value(sample) is object?[] values ? new PythonStruct(names, [.. names.Select((_, i) => At(values, i))]) : null)
        {
            Field = name => Array.IndexOf(names, name) is var at and >= 0 ? Value(sample => At(value(sample), at), fields[at].Type) : Condition.Constant(null),
        };
    }

    // A struct may be shorter than its type, where fields were added to it later.
    private static object? At(object? values, int index) => values is object?[] fields && index < fields.Length ? fields[index] : null;
}
