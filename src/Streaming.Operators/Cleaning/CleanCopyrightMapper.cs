namespace Streaming.Operators.Cleaning;

/// <summary>
/// Removes notices of copyright from source code: the first <c>/* … */</c> comment where it says "copyright"; in a text without such comments, the leading
/// lines that are empty or start with <c>//</c>, <c>#</c> or <c>--</c>, whatever they say.
/// </summary>
[Operator("clean_copyright_mapper")]
internal sealed class CleanCopyrightMapper : Mapper
{
    protected override void Map(Sample sample)
    {
        var text = sample.Text;
        var start = text.IndexOf("/*", StringComparison.Ordinal);
        var end = start < 0 ? -1 : text.IndexOf("*/", start + 2, StringComparison.Ordinal);
        if (end < 0)
        {
            sample.Text = WithoutLeadingComments(text);
        }
        else if (text.AsSpan()[start..(end + 2)].Contains("copyright", StringComparison.OrdinalIgnoreCase))
        {
            sample.Text = text.Remove(start, end + 2 - start);
        }
    }

    private static string WithoutLeadingComments(string text)
    {
        for (var start = 0; ;)
        {
            var rest = text.AsSpan(start);
            var end = rest.IndexOf('\n');
            if (!IsNotice(end < 0 ? rest : rest[..end]))
            {
                return text[start..];
            }

            if (end < 0)
            {
                return "";
            }

            start += end + 1;
        }
    }

    private static bool IsNotice(ReadOnlySpan<char> line) => line.IsEmpty || line[0] == '#' || line.StartsWith("//") || line.StartsWith("--");
}
