using System.Buffers;
using AngleSharp.Dom;

namespace Streaming.Operators.Acquisition;

/// <summary>Cuts a page into blocks of text in document order.</summary>
internal sealed class BlockCollector(bool withImages)
{
    /// <summary>Data-Juicer's token of an image.</summary>
    public const string ImageToken = "<__dj__image>";

    private static readonly SearchValues<char> White = SearchValues.Create(" \t\r\n\f\u00A0");

    // One text for the whole page: blocks are places in it.
    private readonly ArrayBufferWriter<char> _text = new(4096);
    private readonly List<TextBlock> _blocks = [];
    private TextBlock _block = new();
    private int _links;
    private int _codes;
    private int _mains;
    private bool _isSpaceDue;

    /// <summary>The blocks.</summary>
    public List<TextBlock> Blocks => _blocks;

    /// <summary>A block's text, with the tokens of its images.</summary>
    public ReadOnlySpan<char> TextOf(TextBlock block) => _text.WrittenSpan.Slice(block.Start, block.Length);

    /// <summary>An element begins. False where nothing of it is looked at.</summary>
    public bool Enter(IElement element, ElementRule rule)
    {
        switch (rule.Role)
        {
            case ElementRole.Break: AppendText("\n"); return false;
            case ElementRole.Image: AppendImage(element); return false;
        }

        Count(element, rule.Role, 1);
        if (rule.Block is { } kind)
        {
            Close(kind);
        }

        return true;
    }

    /// <summary>An element ends that was entered.</summary>
    public void Leave(IElement element, ElementRule rule)
    {
        if (rule.Block is not null)
        {
            Close(BlockKind.Text);
        }

        Count(element, rule.Role, -1);
    }

    /// <summary>Text comes.</summary>
    // A page that writes the token itself must not seem to have an image there.
    public void Append(string text) => AppendText(text.Replace(ImageToken, "", StringComparison.Ordinal));

    /// <summary>The page ends.</summary>
    public void End() => Close(BlockKind.Text);

    private void Count(IElement element, ElementRole role, int step)
    {
        switch (role)
        {
            case ElementRole.Link: _links += step; break;
            case ElementRole.Code: _codes += step; break;
            case ElementRole.Main:
            case ElementRole.MayBeMain when element.GetAttribute("role") is "main":
                _mains += step;
                break;
        }
    }

    private void Close(BlockKind next)
    {
        _isSpaceDue = false;
        if (_block.Length > 0)
        {
            _blocks.Add(_block);
            _block = new();
        }

        _block.Begin(_codes > 0 ? BlockKind.Code : next, _mains > 0, _text.WrittenCount);
    }

    private void AppendText(ReadOnlySpan<char> text)
    {
        var before = _block.Length;
        if (_codes > 0)
        {
            Write(text);
        }
        else
        {
            AppendCollapsed(text);
        }

        _block.LinkChars += _links > 0 ? _block.Length - before : 0;
    }

    private void Write(ReadOnlySpan<char> text)
    {
        _text.Write(text);
        _block.Length += text.Length;
    }

    private void AppendCollapsed(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var word = text.IndexOfAny(White);
            if (word != 0)
            {
                word = word < 0 ? text.Length : word;
                if (_isSpaceDue && _block.Length > 0)
                {
                    Write(" ");
                }

                Write(text[..word]);
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
            _block.Add(source, image.GetAttribute("alt") ?? "");
        }
    }
}
