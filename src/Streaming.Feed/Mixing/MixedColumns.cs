using Apache.Arrow;
using Streaming.Feed.Gathering;
using Streaming.Feed.Reading;
using Streaming.Feed.Streams;
using Streaming.Feed.Tables;

namespace Streaming.Feed.Mixing;

/// <summary>The columns of a mixed feed: those that are asked for, which every table must have, or those that all have.</summary>
internal static class MixedColumns
{
    /// <summary>The names that all tables have, in the first one's order; none is a <see cref="BadInputException"/>.</summary>
    public static IReadOnlyList<string> Common(IReadOnlyList<FeedTable> tables)
    {
        var all = tables.Select(t => FeedColumns.Of(t, null).Names).ToList();
        var common = all[0].Where(name => all.TrueForAll(names => names.Contains(name))).ToList();
        return common.Count > 0 ? common : throw new BadInputException("The tables have no column in common: they cannot be mixed.");
    }

    /// <summary>Their types; tables that differ in one are a <see cref="BadInputException"/>.</summary>
    public static Schema Of(IReadOnlyList<TableLine> lines)
    {
        var first = lines[0];
        foreach (var line in lines.Skip(1))
        {
            foreach (var (field, other) in first.Columns.Schema.FieldsList.Zip(line.Columns.Schema.FieldsList))
            {
                if (!ArrowKinds.AreSame(field.DataType, other.DataType))
                {
                    throw new BadInputException($"Column '{field.Name}' is {field.DataType.Name} in table '{first.Table.Name}' and {other.DataType.Name} in '{line.Table.Name}': they cannot be mixed. Name the others with columns.");
                }
            }
        }

        return first.Columns.Schema;
    }
}
