using System.ComponentModel.DataAnnotations;
using Streaming.Operators.Text;

namespace Streaming.Operators.Tagging;

/// <summary>
/// Puts the tables of a page into a tag: rows of cell texts, or the tables' HTML. Tags nest as they are written, as for Python's html.parser: a cell that is not closed holds the next ones. A
/// nested table comes twice, in the rows of the outer one and on its own. Character references are read as HTML5 reads them.
/// </summary>
[Operator("extract_tables_from_html_mapper", Example = "{ include_header: false }")]
internal sealed class ExtractTablesFromHtmlMapper(ExtractTablesFromHtmlMapperOptions options) : Mapper
{
    // Tables that are not closed nest, and then each holds all that follows: what a page gives grows with its square, and the work with its cube.
    private const int MaxWork = 1 << 24;

    private Tag? _tables;

    public override RowSchema Describe(RowSchema input) => input.WithTag(
        options.TablesFieldName, new ListType(options.RetainHtmlTags ? ColumnType.String : new ListType(new ListType(ColumnType.String))));

    public override ValueTask OpenAsync(OperatorContext context)
    {
        _tables = Tag.Find(Describe(context.Input), options.TablesFieldName);
        return ValueTask.CompletedTask;
    }

    protected override void Map(Sample sample)
    {
        var found = new List<object?>();
        if (sample.Text.Contains("<table", StringComparison.OrdinalIgnoreCase))
        {
            var nodes = LooseHtml.Nodes(sample.Text);
            var work = 0L;
            for (var i = 0; i < nodes.Count; i++)
            {
                if (nodes[i].Name == "table" && Table(nodes, i, ref work) is { } table)
                {
                    found.Add(table);
                }
            }
        }

        _tables!.Set(sample, found.ToArray());
    }

    private object? Table(IReadOnlyList<LooseNode> nodes, int at, ref long work) =>
        options.RetainHtmlTags ? Html(nodes, at, ref work) : Rows(nodes, at, ref work);

    private static string Html(IReadOnlyList<LooseNode> nodes, int at, ref long work)
    {
        Count(nodes[at].End - at, ref work);
        var html = LooseHtmlWriter.Write(nodes, at);
        Count(html.Length, ref work);
        return html;
    }

    private object?[]? Rows(IReadOnlyList<LooseNode> nodes, int table, ref long work)
    {
        Count(nodes[table].End - table, ref work);
        var rows = new List<object?>();
        for (var i = table + 1; i < nodes[table].End; i++)
        {
            if (nodes[i].Name == "tr" && Cells(nodes, i, ref work) is { Length: > 0 } cells)
            {
                rows.Add(cells);
            }
        }

        return rows.Count > 0 ? [.. rows] : null;
    }

    private object?[] Cells(IReadOnlyList<LooseNode> nodes, int row, ref long work)
    {
        var cells = new List<object?>();
        for (var i = row + 1; i < nodes[row].End; i = nodes[i].End)
        {
            if (nodes[i].Name == "th" && !options.IncludeHeader)
            {
                return [];
            }

            if (nodes[i].Name is "th" or "td")
            {
                cells.Add(TextOf(nodes, i, ref work));
            }
        }

        return [.. cells];
    }

    private static string TextOf(IReadOnlyList<LooseNode> nodes, int cell, ref long work)
    {
        Count(nodes[cell].End - cell, ref work);
        var texts = new List<string>();
        for (var i = cell + 1; i < nodes[cell].End; i++)
        {
            if (nodes[i] is { Kind: LooseKind.Text, IsAside: false })
            {
                texts.Add(PythonText.Strip(nodes[i].Text).ToString());
            }
        }

        var text = string.Concat(texts);
        Count(text.Length, ref work);
        return text;
    }

    // Nodes that are looked at, and characters that are written.
    private static void Count(int amount, ref long work)
    {
        work += amount;
        if (work > MaxWork)
        {
            throw new InvalidDataException("The page's tables are not closed, and nest too deep to be told apart.");
        }
    }
}

/// <summary>Options of <c>extract_tables_from_html_mapper</c>.</summary>
internal sealed record ExtractTablesFromHtmlMapperOptions
{
    /// <summary>The tag that gets the tables; an empty list where there are none.</summary>
    [MinLength(1)]
    public string TablesFieldName { get; init; } = "html_tables";

    /// <summary>Keeps the tables as HTML instead of rows of texts.</summary>
    public bool RetainHtmlTags { get; init; }

    /// <summary>Keeps rows that have a header cell. HTML always has them.</summary>
    public bool IncludeHeader { get; init; } = true;
}
