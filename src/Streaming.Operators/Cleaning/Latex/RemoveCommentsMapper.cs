using System.Text;

namespace Streaming.Operators.Cleaning.Latex;

/// <summary>
/// Removes comments of LaTeX: <c>%</c> and the rest of its line. As in Data-Juicer the character before the <c>%</c> goes too, so that a line that is all
/// comment takes the line break before it along, and a <c>%</c> that ends its line stays.
/// </summary>
[Operator("remove_comments_mapper", Example = "{ inline: false }")]
internal sealed class RemoveCommentsMapper(RemoveCommentsMapperOptions options) : Mapper
{
    protected override void Map(Sample sample)
    {
        sample.Text = options.Inline ? WithoutInline(sample.Text) : sample.Text;
        sample.Text = options.Multiline ? WithoutWholeLines(sample.Text) : sample.Text;
    }

    // One character that is no backslash, the sign, and at least one more character of the line.
    private static string WithoutInline(string text)
    {
        StringBuilder? result = null;
        var copied = 0;
        for (var at = 0; text.IndexOf('%', at) is var sign and >= 0;)
        {
            at = sign + 1;
            if (sign == copied || text[sign - 1] == '\\' || at == text.Length || text[at] == '\n')
            {
                continue;
            }

            var start = sign - (sign >= copied + 2 && char.IsSurrogatePair(text[sign - 2], text[sign - 1]) ? 2 : 1);
            (result ??= new(text.Length)).Append(text, copied, start - copied);
            copied = EndOfLine(text, at);
            at = copied;
        }

        return result?.Append(text, copied, text.Length - copied).ToString() ?? text;
    }

    private static string WithoutWholeLines(string text)
    {
        StringBuilder? result = null;
        var copied = 0;
        for (var at = 0; text.IndexOf('%', at) is var sign and >= 0;)
        {
            var end = EndOfLine(text, sign);
            at = end == text.Length ? end : end + 1;
            if (sign == 0 || text[sign - 1] == '\n')
            {
                (result ??= new(text.Length)).Append(text, copied, sign - copied);
                copied = at;
            }
        }

        return result?.Append(text, copied, text.Length - copied).ToString() ?? text;
    }

    private static int EndOfLine(string text, int from) => text.IndexOf('\n', from) is var end and >= 0 ? end : text.Length;
}

/// <summary>Options of <c>remove_comments_mapper</c>.</summary>
internal sealed record RemoveCommentsMapperOptions
{
    /// <summary>The kind of document. Accepted for the sake of recipes; every text is read as LaTeX.</summary>
    public IReadOnlyList<string> DocType { get; init; } = ["tex"];

    /// <summary>Removes comments that follow something on their line.</summary>
    public bool Inline { get; init; } = true;

    /// <summary>Removes lines that start with <c>%</c>.</summary>
    public bool Multiline { get; init; } = true;
}
