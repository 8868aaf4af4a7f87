namespace Streaming.Operators.Text;

/// <summary>
/// Where in its tables a page is. Text that stands between a table's parts is moved in front of the table by a tree builder; everything else stays in order.
/// </summary>
internal sealed class HtmlTables
{
    private readonly Stack<Place> _open = new();

    /// <summary>Between the parts of a table, outside its cells and captions.</summary>
    public bool IsBetweenParts => _open.TryPeek(out var place) && place.Cell.Length == 0;

    /// <summary>A start tag of a table or of a part of one.</summary>
    public void Open(HtmlTag tag, ReadOnlySpan<char> name)
    {
        if (tag == HtmlTag.Table)
        {
            // Between the parts of a table it closes that table.
            if (IsBetweenParts)
            {
                _open.Pop();
            }

            _open.Push(new("", ""));
        }
        else if (_open.TryPop(out var place))
        {
            // Parts outside a table are ignored; any part closes the cell or caption at hand.
            _open.Push(tag switch
            {
                HtmlTag.Section => new(name.ToString(), ""),
                HtmlTag.Row => new(SectionOf(place), ""),
                HtmlTag.Cell => new(SectionOf(place), name.ToString()),
                HtmlTag.Caption => new("", "caption"),
                _ => new("", ""),
            });
        }
    }

    /// <summary>An end tag of a table or of a part of one.</summary>
    public void Close(HtmlTag tag, ReadOnlySpan<char> name)
    {
        if (_open.TryPop(out var place) && tag != HtmlTag.Table)
        {
            _open.Push(Closes(tag, name, place) ? place with { Cell = "" } : place);
        }
    }

    private static bool Closes(HtmlTag tag, ReadOnlySpan<char> name, Place place) => tag switch
    {
        HtmlTag.Cell or HtmlTag.Caption => name.SequenceEqual(place.Cell),
        HtmlTag.Row => place.Cell != "caption",
        HtmlTag.Section => place.Cell != "caption" && name.SequenceEqual(place.Section),
        _ => false,
    };

    private static string SectionOf(Place place) => place.Section.Length > 0 ? place.Section : "tbody";

    /// <param name="Section">The section at hand; empty before the first.</param>
    /// <param name="Cell">The cell or caption at hand; empty between them.</param>
    private readonly record struct Place(string Section, string Cell);
}
