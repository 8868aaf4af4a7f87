using Apache.Arrow;
using Streaming.Feed.Tables;
using Streaming.Parquet.Reading;

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
            throw new BadInputException($"The table '{table.Name}' has no rows yet.");
        }

        using var file = ParquetFile.Open(Path.Combine(table.Folder, rows.Files[^1].Path));
        var there = file.Fields.ToDictionary(f => f.Name, StringComparer.Ordinal);
        var unknown = (wanted ?? []).Where(name => !there.ContainsKey(name)).ToList();
        return unknown.Count == 0
            ? new([.. (wanted ?? [.. file.Fields.Select(f => f.Name)]).Select(name => new Field(name, there[name].DataType, nullable: true))])
            : throw new BadInputException($"The table '{table.Name}' has no column {string.Join(", ", unknown.Select(n => $"'{n}'"))}. It has {string.Join(", ", there.Keys)}.");
    }

    /// <summary>The place of each column in a record batch of a file; -1 where the file lacks it.</summary>
    public int[] PlacesIn(RecordBatch batch, string path)
    {
        var fields = batch.Schema.FieldsList;
        var places = new int[Names.Count];
        for (var c = 0; c < places.Length; c++)
        {
            places[c] = fields.Select((f, i) => (f.Name, i)).Where(f => f.Name == Names[c]).Select(f => f.i).DefaultIfEmpty(-1).First();
            if (places[c] >= 0 && fields[places[c]].DataType.TypeId != Schema.FieldsList[c].DataType.TypeId)
            {
                throw new InvalidDataException($"Column '{Names[c]}' is {fields[places[c]].DataType.Name} in '{path}', in the table's newest file {Schema.FieldsList[c].DataType.Name}.");
            }
        }

        return places;
    }
}
