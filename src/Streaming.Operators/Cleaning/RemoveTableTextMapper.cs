using System.ComponentModel.DataAnnotations;
using System.Text;
using Streaming.Operators.Text;

namespace Streaming.Operators.Cleaning;

/// <summary>
/// Removes tables: two or more lines one after the other, empty ones between them not counted, that have as many cells, separated by single blanks, tabs or
/// bars. A line at the very start of the text is no part of a table, nor is a last line without a line feed.
/// </summary>
[Operator("remove_table_text_mapper", Example = "{ min_col: 3, max_col: 12 }")]
internal sealed class RemoveTableTextMapper(RemoveTableTextMapperOptions options) : Mapper
{
    protected override void Map(Sample sample)
    {
        using var rows = TableRows.Of(sample.Text);
        var kept = rows.Items;
        var first = kept.IsEmpty ? 0 : kept[0].Start;
        for (var separators = options.MinCol - 1; separators < options.MaxCol; separators++)
        {
            kept = kept[..DropRuns(kept, separators)];
        }

        if (kept.Length < rows.Count)
        {
            sample.Text = Join(sample.Text, first, kept);
        }
    }

    // Closes the gaps that runs of rows with that many separators leave, and returns how many lines stay.
    private static int DropRuns(Span<TableRow> rows, int separators)
    {
        var kept = 0;
        for (var i = 0; i < rows.Length;)
        {
            var end = i;
            while (end < rows.Length && separators >= rows[end].Fewest && separators <= rows[end].Most)
            {
                end++;
            }

            if (end - i < 2)
            {
                rows[kept++] = rows[i++];
            }
            else
            {
                i = end;
            }
        }

        return kept;
    }

    private static string Join(string text, int first, ReadOnlySpan<TableRow> kept)
    {
        var result = new StringBuilder(text.Length).Append(text, 0, first);
        foreach (var row in kept)
        {
            result.Append(text, row.Start, row.End - row.Start);
        }

        return result.ToString();
    }
}

/// <summary>Options of <c>remove_table_text_mapper</c>.</summary>
internal sealed record RemoveTableTextMapperOptions
{
    /// <summary>The fewest columns of a table that goes.</summary>
    [Range(2, 20)]
    public int MinCol { get; init; } = 2;

    /// <summary>The most columns of a table that goes.</summary>
    [Range(2, 20)]
    public int MaxCol { get; init; } = 20;
}
