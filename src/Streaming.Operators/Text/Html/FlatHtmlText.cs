using System.Text;
using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Text;

namespace Streaming.Operators.Text;

/// <summary>
/// The text of a page straight from its tokens, in the order in which a tree would hold it. A tree of a page takes some twenty times the page's bytes
/// (181 MB for 10 MB of highlighted source), and nearly no page needs one.
/// </summary>
internal sealed class FlatHtmlText : IDisposable
{
    private readonly HtmlTokenizer _tokens;
    private readonly HtmlTables _tables = new();
    private readonly StringBuilder _text;
    private Place _place = Place.BeforeHead;
    private bool _dropsLineFeed;

    private FlatHtmlText(string html)
    {
        _text = new(html.Length / 2);
        _tokens = new(new TextSource(html), HtmlEntityProvider.Resolver)
        {
            SkipComments = true,
            ShouldEmitAttribute = static (ref _, _) => false,
        };
    }

    private enum Place
    {
        /// <summary>White space is dropped.</summary>
        BeforeHead,

        InHead,

        /// <summary>White space stays behind the head, but titles, styles and scripts go back into it.</summary>
        AfterHead,

        InBody,
    }

    /// <summary>The text, or null where only a tree tells it.</summary>
    public static string? Of(string html)
    {
        // A parser drops NUL here and there.
        if (html.Contains('\0'))
        {
            return null;
        }

        using var page = new FlatHtmlText(html);
        return page.Read();
    }

    public void Dispose() => _tokens.Dispose();

    private string? Read()
    {
        while (true)
        {
            ref var token = ref _tokens.GetStructToken();
            var drops = _dropsLineFeed;
            _dropsLineFeed = false;
            var isFlat = token.Type switch
            {
                HtmlTokenType.Character => Append(drops && token.Data.Memory.Span is ['\n', ..] ? token.Data.Memory.Span[1..] : token.Data.Memory.Span),
                HtmlTokenType.StartTag => Open(token.Name.Memory.Span),
                HtmlTokenType.EndTag => Close(token.Name.Memory.Span),
                _ => true,
            };
            if (!isFlat)
            {
                return null;
            }

            if (token.Type == HtmlTokenType.EndOfFile)
            {
                return _text.ToString();
            }
        }
    }

    private bool Append(ReadOnlySpan<char> text)
    {
        var word = text.IndexOfAnyExcept("\t\n\f\r ");
        if (word >= 0)
        {
            if (_tables.IsBetweenParts)
            {
                return false;
            }

            text = _place == Place.BeforeHead ? text[word..] : text;
            _place = Place.InBody;
        }

        if (_place != Place.BeforeHead)
        {
            _text.Append(text);
        }

        return true;
    }

    private bool Open(ReadOnlySpan<char> name)
    {
        var tag = HtmlTags.Of(name);
        if (tag == HtmlTag.NeedsTree || !IsInPlace(tag))
        {
            return false;
        }

        Move(tag, name);
        _tokens.State = tag switch
        {
            HtmlTag.Title or HtmlTag.TextArea => HtmlParseMode.RCData,
            HtmlTag.Raw or HtmlTag.Style => HtmlParseMode.Rawtext,
            HtmlTag.Script => HtmlParseMode.Script,
            HtmlTag.PlainText => HtmlParseMode.Plaintext,
            _ => HtmlParseMode.PCData,
        };
        _dropsLineFeed = tag is HtmlTag.Preformatted or HtmlTag.TextArea;
        if (tag is >= HtmlTag.Table and <= HtmlTag.Cell)
        {
            _tables.Open(tag, name);
        }

        return true;
    }

    // What a tree builder would move is not in place: content between the parts of a table, and content of the head behind the head.
    private bool IsInPlace(HtmlTag tag)
    {
        var isContent = tag is HtmlTag.Style or HtmlTag.Script or HtmlTag.Title;
        return _tables.IsBetweenParts
            ? tag is >= HtmlTag.Table or HtmlTag.Style or HtmlTag.Script or HtmlTag.Html or HtmlTag.Head or HtmlTag.Body
            : !(isContent && _place == Place.AfterHead);
    }

    private void Move(HtmlTag tag, ReadOnlySpan<char> name)
    {
        var staysInHead = tag is HtmlTag.Head or HtmlTag.Title or HtmlTag.Style or HtmlTag.Script || name is "meta" or "link" or "base" or "basefont" or "bgsound" or "noscript";
        _place = (_place, tag) switch
        {
            (_, HtmlTag.Html) => _place,
            (Place.BeforeHead or Place.InHead, _) when staysInHead => Place.InHead,
            (Place.AfterHead, _) when staysInHead => Place.AfterHead,
            _ => Place.InBody,
        };
    }

    private bool Close(ReadOnlySpan<char> name)
    {
        var tag = HtmlTags.Of(name);
        if (tag is >= HtmlTag.Table and <= HtmlTag.Cell)
        {
            _tables.Close(tag, name);
        }
        else if (tag is HtmlTag.Head && _place <= Place.InHead)
        {
            _place = Place.AfterHead;
        }
        else if (tag is HtmlTag.Body or HtmlTag.Html or HtmlTag.Break && _place < Place.InBody)
        {
            _place = Place.InBody;
        }

        return true;
    }
}
