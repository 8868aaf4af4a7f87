using System.Globalization;
using Streaming.Operators.Text;

namespace Streaming.Operators.Filtering.Rules;

/// <summary>Takes the marks of citations out of a line: <c>[12]</c>, <c>[]</c>, <c>[edit]</c>, <c>[citation needed]</c>.</summary>
internal static class Citations
{
    /// <summary>The line without them; the same where it has none. What is written goes into <paramref name="buffer"/>, which must hold the line.</summary>
    public static ReadOnlySpan<char> Remove(ReadOnlySpan<char> line, Span<char> buffer)
    {
        if (!line.Contains('['))
        {
            return line;
        }

        var (written, from) = (0, 0);
        while (line[from..].IndexOf('[') is var next and >= 0)
        {
            line.Slice(from, next).CopyTo(buffer[written..]);
            written += next;
            from += next;
            var mark = LengthOf(line[from..]);
            if (mark == 0)
            {
                buffer[written++] = '[';
                mark = 1;
            }

            from += mark;
        }

        line[from..].CopyTo(buffer[written..]);
        return buffer[..(written + line.Length - from)];
    }

    private static int LengthOf(ReadOnlySpan<char> rest)
    {
        if (rest.StartsWith("[edit]"))
        {
            return "[edit]".Length;
        }

        if (rest.StartsWith("[citation needed]"))
        {
            return "[citation needed]".Length;
        }

        var at = 1;
        while (at < rest.Length && PythonText.Category(CodePoints.At(rest, at, out var units)) == UnicodeCategory.DecimalDigitNumber)
        {
            at += units;
        }

        return at < rest.Length && rest[at] == ']' ? at + 1 : 0;
    }
}
