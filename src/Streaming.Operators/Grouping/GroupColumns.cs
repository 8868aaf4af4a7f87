namespace Streaming.Operators.Grouping;

/// <summary>How samples are written into one: a list a column. Ids, texts and stats have columns of their own names.</summary>
internal static class GroupColumns
{
    /// <summary>The ids of the members.</summary>
    public const string Ids = "ids";

    /// <summary>Their texts.</summary>
    public const string Texts = "texts";

    /// <summary>Their stats.</summary>
    public const string Stats = "stats";

    /// <summary>The schema of groups.</summary>
    public static RowSchema Grouped(RowSchema input)
    {
        var member = input.Columns.FirstOrDefault(c => c.Name is KnownColumns.Images or KnownColumns.Audios or KnownColumns.Videos or KnownColumns.Messages);
        if (member is not null)
        {
            throw new BadInputException($"Samples with '{member.Name}' cannot be grouped: only texts and plain columns have a list to go to.");
        }

        var schema = RowSchema.Text.With(new(Ids, new ListType(ColumnType.String))).With(new(Texts, new ListType(ColumnType.String)));
        schema = Carried(input).Aggregate(schema, (s, c) => s.With(new(c.Name, new ListType(c.Type))));
        return StatsOf(input) is { } stats ? schema.With(new(Stats, new ListType(stats))) : schema;
    }

    /// <summary>The schema of the members of groups; what is no list is carried by each of them.</summary>
    public static RowSchema Spread(RowSchema input) => Carried(input).Aggregate(RowSchema.Text, (schema, column) => (column.Name, column.Type) switch
    {
        (Ids or Texts, ListType { Element: ScalarType { Kind: ScalarKind.String } }) => schema,
        (Stats, ListType { Element: StructType stats }) => schema.With(new(KnownColumns.Stats, stats)),
        (_, ListType list) => schema.With(new(column.Name, list.Element)),
        _ => schema.With(column),
    });

    /// <summary>The columns that live in <see cref="Sample.Meta"/>.</summary>
    public static IEnumerable<Column> Carried(RowSchema schema) => schema.Columns.Where(c => !KnownColumns.IsMember(c.Name));

    /// <summary>The type of the stats; null where there are none.</summary>
    public static StructType? StatsOf(RowSchema schema) => schema.Find(KnownColumns.Stats)?.Type is StructType { Fields.Count: > 0 } stats ? stats : null;
}
