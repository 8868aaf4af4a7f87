using Apache.Arrow;
using Streaming.Feed.Gathering;
using Streaming.Feed.Tables;
using Streaming.Parquet.Columns;

namespace Streaming.Feed.Reading;

/// <summary>The columns of a feed: those of the table's newest file, or the ones that were asked for. A file that lacks one (it is older) has nulls.</summary>
internal sealed class FeedColumns
{
    private FeedColumns(IReadOnlyList<Field> fields)
    {
        Schema = new(fields, null);
        Names = [.. fields.Select(f => f.Name)];
        Key = string.Join('\0', Names);
    }

    /// <summary>Their types; all may be null.</summary>
    public Schema Schema { get; }

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Tells them from other columns of the table.</summary>
    public string Key { get; }

    /// <summary>Looks at the newest file. A name that is in no file of the table is a <see cref="BadInputException"/> that lists those that are.</summary>
    public static FeedColumns Of(FeedTable table, IReadOnlyList<string>? wanted)
    {
        var rows = table.Rows;
        if (rows.Files.IsEmpty)
        {
            throw new TableNotMadeException($"The table '{table.Name}' has no rows yet.");
        }

        using var file = table.Open(rows.Files[^1].Path);
        var there = file.Fields.ToDictionary(f => f.Name, StringComparer.Ordinal);
        var unknown = (wanted ?? []).Where(name => !there.ContainsKey(name)).ToList();
        return unknown.Count == 0
            ? new([.. (wanted ?? [.. file.Fields.Select(f => f.Name)]).Select(name => new Field(name, there[name].DataType, nullable: true))])
            : throw new BadInputException($"The table '{table.Name}' has no column {string.Join(", ", unknown.Select(n => $"'{n}'"))}. It has {string.Join(", ", there.Keys)}.");
    }

    /// <summary>The place of each column in a file's record batches, which have the file's columns that are asked for in the file's order; -1 where the file lacks it.</summary>
    public int[] PlacesIn(IReadOnlyList<Field> fields, string path)
    {
        var there = fields.Where(f => Names.Contains(f.Name)).ToList();
        return [.. Schema.FieldsList.Select(column =>
        {
            var place = there.FindIndex(f => f.Name == column.Name);
            return place < 0 || ArrowKinds.AreSame(there[place].DataType, column.DataType)
                ? place
                : throw new InvalidDataException($"Column '{column.Name}' is {ArrowColumns.FromType(there[place].DataType)} in '{path}', in the table's newest file {ArrowColumns.FromType(column.DataType)}.");
        })];
    }
}
