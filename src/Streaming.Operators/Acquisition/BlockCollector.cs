using System.Buffers;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace Streaming.Operators.Acquisition;

/// <summary>Cuts a page into blocks of text in document order, boilerplate left out.</summary>
internal sealed class BlockCollector(IHtmlDocument document, bool withImages)
{
    /// <summary>Data-Juicer's token of an image.</summary>
    public const string ImageToken = "<__dj__image>";

    private static readonly SearchValues<char> White = SearchValues.Create(" \t\r\n\f\u00A0");

    private readonly List<TextBlock> _blocks = [];
    private TextBlock _block = new(BlockKind.Text, isInMain: false);
    private int _links;
    private int _codes;
    private int _mains;
    private bool _isSpaceDue;

    /// <summary>The blocks.</summary>
    public List<TextBlock> Collect()
    {
        // Places in lists of children, not NextSibling: that one searches its parent's children each time.
        var open = new Stack<(INode Node, int Next)>();
        open.Push((document, 0));
        while (open.TryPop(out var place))
        {
            if (place.Next == place.Node.ChildNodes.Length)
            {
                Leave(place.Node as IElement);
                continue;
            }

            open.Push((place.Node, place.Next + 1));
            var child = place.Node.ChildNodes[place.Next];
            if (child is ICharacterData { NodeType: NodeType.Text } text)
            {
                // A page that writes the token itself must not seem to have an image there.
                Append(text.Data.Replace(ImageToken, "", StringComparison.Ordinal));
            }
            else if (child is IElement element && !Boilerplate.Is(element) && Enter(element))
            {
                open.Push((element, 0));
            }
        }

        Close(BlockKind.Text);
        return _blocks;
    }

    private bool Enter(IElement element)
    {
        switch (element.LocalName)
        {
            case "br": Append("\n"); return false;
            case "img": AppendImage(element); return false;
        }

        Count(element, 1);
        if (KindOf(element.LocalName) is { } kind)
        {
            Close(kind);
        }

        return true;
    }

    private void Leave(IElement? element)
    {
        if (element is null)
        {
            return;
        }

        if (KindOf(element.LocalName) is not null)
        {
            Close(BlockKind.Text);
        }

        Count(element, -1);
    }

    private void Count(IElement element, int step)
    {
        switch (element.LocalName)
        {
            case "a": _links += step; break;
            case "pre": _codes += step; break;
            case "main":
            case "article" or "div" when element.GetAttribute("role") is "main":
                _mains += step;
                break;
        }
    }

    private static BlockKind? KindOf(string name) => name switch
    {
        "h1" or "h2" or "h3" or "h4" or "h5" or "h6" => BlockKind.Heading,
        "li" or "dt" => BlockKind.Item,
        "pre" => BlockKind.Code,
        "p" or "div" or "section" or "article" or "main" or "header" or "body" or "ul" or "ol" or "dl" or "dd" or "table" or "tr" or "td" or "th" or "tbody" or "thead" or "caption" or "blockquote" or "figure" or "figcaption"
            or "address" or "details" or "summary" or "hr" or "fieldset" or "center" => BlockKind.Text,
        _ => null,
    };

    private void Close(BlockKind next)
    {
        _isSpaceDue = false;
        if (_block.Text.Length > 0)
        {
            _blocks.Add(_block);
        }

        _block = new(_codes > 0 ? BlockKind.Code : next, _mains > 0);
    }

    private void Append(string text)
    {
        var before = _block.Text.Length;
        if (_codes > 0)
        {
            _block.Text.Append(text);
        }
        else
        {
            AppendCollapsed(text);
        }

        _block.LinkChars += _links > 0 ? _block.Text.Length - before : 0;
    }

    private void AppendCollapsed(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var word = text.IndexOfAny(White);
            if (word != 0)
            {
                word = word < 0 ? text.Length : word;
                if (_isSpaceDue && _block.Text.Length > 0)
                {
                    _block.Text.Append(' ');
                }

                _block.Text.Append(text[..word]);
                text = text[word..];
                _isSpaceDue = false;
                continue;
            }

            _isSpaceDue = true;
            var next = text.IndexOfAnyExcept(White);
            text = next < 0 ? default : text[next..];
        }
    }

    private void AppendImage(IElement image)
    {
        var source = image.GetAttribute("src") is { Length: > 0 } given && !given.StartsWith("data:", StringComparison.OrdinalIgnoreCase) ? given : image.GetAttribute("data-src");
        if (withImages && !string.IsNullOrEmpty(source))
        {
            AppendCollapsed(ImageToken);
            _block.Images.Add((source, image.GetAttribute("alt") ?? ""));
        }
    }
}
