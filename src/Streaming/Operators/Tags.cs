namespace Streaming.Operators;

/// <summary>Tags: what mappers find out about a sample, in the fields of one struct column, as in Data-Juicer.</summary>
public static class Tags
{
    /// <summary>The column.</summary>
    public const string Column = "__dj__meta__";

    /// <summary>The column of what is known of a group as a whole.</summary>
    public const string GroupColumn = "__dj__batch_meta__";

    /// <summary>A schema with a tag; one that is there keeps its place and gets the type.</summary>
    public static RowSchema WithTag(this RowSchema schema, string name, ColumnType type, string column = Column)
    {
        var fields = FieldsOf(schema, column).ToList();
        var at = fields.FindIndex(f => f.Name == name);
        if (at < 0)
        {
            fields.Add(new(name, type));
        }
        else
        {
            fields[at] = new(name, type);
        }

        return schema.With(new(column, new StructType(fields)));
    }

    /// <summary>The tags of a schema.</summary>
    /// <exception cref="BadInputException">The column holds something else.</exception>
    public static IReadOnlyList<Column> FieldsOf(RowSchema schema, string column = Column) => schema.Find(column) switch
    {
        null => [],
        { Type: StructType type } => type.Fields,
        { Type: var other } => throw new BadInputException($"Tags are kept in the column '{column}', which is no struct here but {other}."),
    };
}
