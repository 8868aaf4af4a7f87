using System.Collections.Frozen;

namespace Streaming.Operators.Text;

/// <summary>What a tag means for the order of a page's texts.</summary>
internal enum HtmlTag
{
    /// <summary>Nothing: it opens and closes around its text.</summary>
    Plain,

    /// <summary>Only a tree can tell what becomes of the texts behind it.</summary>
    NeedsTree,

    Html,
    Head,
    Body,
    Break,

    /// <summary>Its content is text with character references.</summary>
    Title,

    /// <summary>As a title, without the line feed that it begins with.</summary>
    TextArea,

    /// <summary>Its content is text as it stands.</summary>
    Raw,

    /// <summary>As raw text, and a tree builder puts it into the head for as long as there is no body; so it does with styles.</summary>
    Style,

    Script,

    /// <summary>Everything behind it is text.</summary>
    PlainText,

    /// <summary>Without the line feed that it begins with.</summary>
    Preformatted,

    Table,
    Caption,
    Columns,
    Section,
    Row,
    Cell,

    /// <summary>Allowed between the parts of a table, and without text.</summary>
    Form,
}

/// <summary>Tags by their names.</summary>
internal static class HtmlTags
{
    private static readonly FrozenDictionary<string, HtmlTag>.AlternateLookup<ReadOnlySpan<char>> Known = new Dictionary<string, HtmlTag>
    {
        // Templates hold their text apart, frames replace it, foreign content has rules of its own, lists to choose from ignore tags.
        ["template"] = HtmlTag.NeedsTree,
        ["frameset"] = HtmlTag.NeedsTree,
        ["svg"] = HtmlTag.NeedsTree,
        ["math"] = HtmlTag.NeedsTree,
        ["select"] = HtmlTag.NeedsTree,
        ["isindex"] = HtmlTag.NeedsTree,
        ["html"] = HtmlTag.Html,
        ["head"] = HtmlTag.Head,
        ["body"] = HtmlTag.Body,
        ["br"] = HtmlTag.Break,
        ["title"] = HtmlTag.Title,
        ["textarea"] = HtmlTag.TextArea,
        ["xmp"] = HtmlTag.Raw,
        ["iframe"] = HtmlTag.Raw,
        ["noembed"] = HtmlTag.Raw,
        ["noframes"] = HtmlTag.Style,
        ["style"] = HtmlTag.Style,
        ["script"] = HtmlTag.Script,
        ["plaintext"] = HtmlTag.PlainText,
        ["pre"] = HtmlTag.Preformatted,
        ["listing"] = HtmlTag.Preformatted,
        ["table"] = HtmlTag.Table,
        ["caption"] = HtmlTag.Caption,
        ["col"] = HtmlTag.Columns,
        ["colgroup"] = HtmlTag.Columns,
        ["tbody"] = HtmlTag.Section,
        ["thead"] = HtmlTag.Section,
        ["tfoot"] = HtmlTag.Section,
        ["tr"] = HtmlTag.Row,
        ["td"] = HtmlTag.Cell,
        ["th"] = HtmlTag.Cell,
        ["form"] = HtmlTag.Form,
    }.ToFrozenDictionary().GetAlternateLookup<ReadOnlySpan<char>>();

    public static HtmlTag Of(ReadOnlySpan<char> name) => Known.TryGetValue(name, out var tag) ? tag : HtmlTag.Plain;
}
