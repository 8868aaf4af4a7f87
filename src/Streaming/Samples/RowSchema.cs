namespace Streaming.Samples;

/// <summary>A named, typed column.</summary>
/// <param name="Name">Its name, unique among its siblings.</param>
/// <param name="Type">Its type.</param>
/// <param name="Nullable">Whether a value may be missing.</param>
public sealed record Column(string Name, ColumnType Type, bool Nullable = true);

/// <summary>The columns of a stream of samples, in the order in which they are written.</summary>
/// <remarks>
/// The columns named in <see cref="KnownColumns"/> live in the members of <see cref="Sample"/>; every other one in <see cref="Sample.Meta"/>.
/// Operators state what they change by <see cref="Operators.Operator.Describe"/>.
/// </remarks>
public sealed record RowSchema(IReadOnlyList<Column> Columns)
{
    /// <summary>A schema of an id, a text, stats and the lineage alone.</summary>
    public static RowSchema Text { get; } = new(
    [
        new(KnownColumns.Id, ColumnType.String, Nullable: false),
        new(KnownColumns.Text, ColumnType.String),
        new(KnownColumns.Stats, new StructType([])),
        new(KnownColumns.Lineage, KnownColumns.LineageType, Nullable: false),
    ]);

    /// <summary>The column of that name, or null.</summary>
    public Column? Find(string name) => Columns.FirstOrDefault(c => c.Name == name);

    /// <summary>This schema with <paramref name="column"/> replaced where its name exists, else inserted before the stats and lineage.</summary>
    public RowSchema With(Column column)
    {
        var columns = Columns.ToList();
        var at = columns.FindIndex(c => c.Name == column.Name);
        if (at >= 0)
        {
            columns[at] = column;
            return new(columns);
        }

        var tail = columns.FindIndex(c => c.Name is KnownColumns.Stats or KnownColumns.Lineage);
        columns.Insert(tail < 0 ? columns.Count : tail, column);
        return new(columns);
    }

    /// <summary>This schema without the named column.</summary>
    public RowSchema Without(string name) => new([.. Columns.Where(c => c.Name != name)]);

    /// <summary>This schema with a field of <c>__dj__stats__</c> added, if it is not there.</summary>
    public RowSchema WithStat(string key, ColumnType type)
    {
        var fields = (Find(KnownColumns.Stats)?.Type as StructType)?.Fields ?? [];
        return fields.Any(f => f.Name == key) ? this : With(new(KnownColumns.Stats, new StructType([.. fields, new Column(key, type)])));
    }

    /// <summary>Compares column by column.</summary>
    public bool Equals(RowSchema? other) => other is not null && Columns.SequenceEqual(other.Columns);

    /// <inheritdoc/>
    public override int GetHashCode() => Columns.Aggregate(17, HashCode.Combine);
}
