using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Synthesis.Charts;

/// <summary>The tables of samples: lists of rows of cells in a column or tag, as <c>extract_tables_from_html_mapper</c> writes them, or those that stand in a text as Markdown has them.</summary>
internal sealed class SampleTables
{
    private readonly string _name;
    private readonly Tag? _tag;

    private readonly int _maxRows;
    private readonly int _maxColumns;

    /// <exception cref="BadInputException">There is no such column or tag.</exception>
    public SampleTables(RowSchema schema, string name, int maxRows, int maxColumns)
    {
        (_maxRows, _maxColumns) = (maxRows, maxColumns);
        _name = name;
        _tag = schema.Find(name) is null ? Tag.Find(schema, name) : null;
        if (_tag is null && schema.Find(name) is null)
        {
            throw new BadInputException($"table_key: there is no column or tag '{name}'. extract_tables_from_html_mapper ahead of this step writes the tag html_tables; table_key: text looks for tables in the text.");
        }
    }

    /// <summary>The tables of a sample in their order, those that have no row beside the names, or are too large, left out.</summary>
    public IReadOnlyList<ValueTable> Of(Sample sample)
    {
        var value = _name == KnownColumns.Text ? sample.Text : _tag is null ? sample.Meta[_name] : _tag.Of(sample);
        var tables = value switch
        {
            string text => MarkdownTables.Of(text),
            object?[] list when IsTable(list) => [Rows(list)],
            object?[] list => [.. list.OfType<object?[]>().Select(Rows)],
            _ => [],
        };
        return [.. tables.Select(rows => ValueTable.Of(rows, _maxRows, _maxColumns)).OfType<ValueTable>()];
    }

    // One table, not a list of them.
    private static bool IsTable(object?[] list) => list.FirstOrDefault() is object?[] row && row.FirstOrDefault() is not object?[] and not null;

    private static IReadOnlyList<string[]> Rows(object?[] table) =>
        [.. table.OfType<object?[]>().Select(row => row.Select(cell => Convert.ToString(cell, System.Globalization.CultureInfo.InvariantCulture) ?? "").ToArray())];
}
