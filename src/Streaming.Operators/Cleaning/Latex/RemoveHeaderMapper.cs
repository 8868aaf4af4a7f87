namespace Streaming.Operators.Cleaning.Latex;

/// <summary>Removes what stands before the first heading of a LaTeX document: <c>\chapter</c>, <c>\part</c>, <c>\section</c>, <c>\paragraph</c> and their like.</summary>
[Operator("remove_header_mapper", Example = "{ drop_no_head: false }")]
internal sealed class RemoveHeaderMapper(RemoveHeaderMapperOptions options) : Mapper
{
    private static readonly string[] Headings = ["chapter", "part", "section", "subsection", "subsubsection", "paragraph", "subparagraph"];

    protected override void Map(Sample sample)
    {
        var text = sample.Text.AsSpan();
        var lastBrace = text.LastIndexOf('}');
        var lastTitle = lastBrace < 0 ? -1 : text[..lastBrace].LastIndexOf("]{");
        for (var at = 0; text[at..].IndexOf('\\') is var next and >= 0; at++)
        {
            at += next;
            var title = at + 1 + HeadingLength(text[(at + 1)..]);

            // A title may hold anything up to some "}", a short title in brackets anything up to some "]{" with a "}" behind it.
            if (title > at + 1 && title < text.Length && (text[title] switch { '{' => lastBrace, '[' => lastTitle, _ => -1 }) > title)
            {
                sample.Text = at == 0 ? sample.Text : sample.Text[at..];
                return;
            }
        }

        sample.Text = options.DropNoHead ? "" : sample.Text;
    }

    // The command's name with its star; 0 where no heading starts here.
    private static int HeadingLength(ReadOnlySpan<char> command)
    {
        var letters = command.IndexOfAnyExceptInRange('a', 'z');
        letters = letters < 0 ? command.Length : letters;
        var name = command[..letters];
        foreach (var heading in Headings)
        {
            if (name.SequenceEqual(heading))
            {
                return letters + (letters < command.Length && command[letters] == '*' ? 1 : 0);
            }
        }

        return 0;
    }
}

/// <summary>Options of <c>remove_header_mapper</c>.</summary>
internal sealed record RemoveHeaderMapperOptions
{
    /// <summary>Leaves nothing of a text without headings; otherwise it stays as it is.</summary>
    public bool DropNoHead { get; init; } = true;
}
