using System.Collections.Frozen;
using System.Text;
using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens.Struct;
using AngleSharp.Text;

namespace Streaming.Operators.Text;

/// <summary>
/// A page as BeautifulSoup with Python's html.parser sees it: tags nest as they are written. No HTML5 tree construction: nothing is implied, moved or closed but by
/// its own end tag or that of an element around it.
/// </summary>
internal sealed class LooseHtml : IDisposable
{
    private static readonly FrozenSet<string> Void = FrozenSet.Create(
        "area", "base", "br", "col", "embed", "hr", "img", "input", "keygen", "link", "menuitem", "meta", "param", "source", "track", "wbr",
        "basefont", "bgsound", "command", "frame", "image", "isindex", "nextid", "spacer");

    private static readonly FrozenSet<string> Aside = FrozenSet.Create("script", "style", "template", "rt", "rp");
    private static readonly FrozenSet<string> KeepsBlanks = FrozenSet.Create("pre", "textarea");

    private readonly HtmlTokenizer _tokens;
    private readonly List<LooseNode> _nodes = [];
    private readonly StringBuilder _text = new();
    private readonly List<int> _open = [];
    private readonly Dictionary<string, int> _openByName = [];

    private LooseHtml(string html) => _tokens = new(new TextSource(html), HtmlEntityProvider.Resolver);

    /// <summary>The nodes of a page, in their order.</summary>
    public static IReadOnlyList<LooseNode> Nodes(string html)
    {
        using var page = new LooseHtml(html);
        page.Read();
        return page._nodes;
    }

    /// <summary>Whether an element never has content.</summary>
    public static bool IsVoid(string name) => Void.Contains(name);

    public void Dispose() => _tokens.Dispose();

    private void Read()
    {
        while (true)
        {
            ref var token = ref _tokens.GetStructToken();
            switch (token.Type)
            {
                case HtmlTokenType.Character:
                    _text.Append(token.Data.Memory.Span);
                    break;
                case HtmlTokenType.StartTag:
                    Open(ref token);
                    break;
                case HtmlTokenType.EndTag:
                    EndText();
                    Close(token.Name.Memory.Span.ToString());
                    break;
                case HtmlTokenType.Comment:
                    Comment(token.Data.Memory.Span.ToString());
                    break;
                case HtmlTokenType.EndOfFile:
                    EndText();
                    CloseDownTo(0);
                    return;
            }
        }
    }

    private void Open(ref StructHtmlToken token)
    {
        EndText();
        var name = token.Name.Memory.Span.ToString();
        var attributes = new OrderedDictionary<string, string>();
        for (var i = 0; i < token.Attributes.Count; i++)
        {
            // Of equal names the last one counts.
            attributes[token.Attributes[i].Name.ToString()] = token.Attributes[i].Value.ToString();
        }

        Add(new(LooseKind.Element, name, "") { Attributes = attributes });
        if (token.IsSelfClosing || IsVoid(name))
        {
            return;
        }

        _open.Add(_nodes.Count - 1);
        _openByName[name] = _openByName.GetValueOrDefault(name) + 1;
        if (name is "script" or "style")
        {
            _tokens.State = HtmlParseMode.Rawtext;
        }
    }

    private void Close(string name)
    {
        if (_openByName.GetValueOrDefault(name) > 0)
        {
            CloseDownTo(_open.FindLastIndex(at => _nodes[at].Name == name));
        }
    }

    private void CloseDownTo(int count)
    {
        for (var i = _open.Count - 1; i >= count; i--)
        {
            _nodes[_open[i]].End = _nodes.Count;
            _openByName[_nodes[_open[i]].Name]--;
        }

        _open.RemoveRange(count, _open.Count - count);
    }

    private void Comment(string text)
    {
        const string Start = "[CDATA[", End = "]]";
        EndText();
        if (text.StartsWith(Start, StringComparison.OrdinalIgnoreCase) && text.EndsWith(End, StringComparison.Ordinal) && text.Length >= Start.Length + End.Length)
        {
            Add(new(LooseKind.Text, "", text[Start.Length..^End.Length]));
        }
        else
        {
            Add(new(LooseKind.Comment, "", text));
        }
    }

    private void EndText()
    {
        if (_text.Length == 0)
        {
            return;
        }

        var text = _text.ToString();
        _text.Clear();
        if (text.AsSpan().IndexOfAnyExcept(" \n\t\f\r") < 0 && !KeepsBlanks.Any(IsOpen))
        {
            text = text.Contains('\n', StringComparison.Ordinal) ? "\n" : " ";
        }

        Add(new(LooseKind.Text, "", text) { IsAside = Aside.Any(IsOpen) });
    }

    private bool IsOpen(string name) => _openByName.GetValueOrDefault(name) > 0;

    private void Add(LooseNode node)
    {
        _nodes.Add(node);
        node.End = _nodes.Count;
    }
}
