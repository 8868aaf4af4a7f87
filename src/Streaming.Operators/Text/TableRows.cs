using System.Buffers;

namespace Streaming.Operators.Text;

/// <summary>A line of a text with the line feeds behind it, and the numbers of separators with which it can be read as a row of cells.</summary>
/// <param name="Start">Where the line starts.</param>
/// <param name="End">Where its line feeds end.</param>
/// <param name="Fewest">The fewest separators; more than <paramref name="Most"/> where the line is no row at all.</param>
/// <param name="Most">The most separators.</param>
internal readonly record struct TableRow(int Start, int End, int Fewest, int Most);

/// <summary>Reads lines as rows of cells that a blank, a tab or a bar separates; no cell is empty, and a bar may also be a part of a cell.</summary>
internal static class TableRows
{
    // What \S does not match: unlike str.strip, the regex module holds U+001C to U+001F for no white space.
    private static readonly SearchValues<char> OtherSpaces = SearchValues.Create(
        "\v\f\r\x85\xA0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u2028\u2029\u202F\u205F\u3000");

    private static readonly SearchValues<char> Separators = SearchValues.Create(" \t");

    /// <summary>The lines of a text that are not empty; the result is rented and must be returned by the caller.</summary>
    public static RentedList<TableRow> Of(ReadOnlySpan<char> text)
    {
        var rows = new RentedList<TableRow>(64);
        for (var start = Skip(text, 0); start < text.Length;)
        {
            var length = text[start..].IndexOf('\n');
            var end = length < 0 ? text.Length : start + length;
            var next = Skip(text, end);

            // A row follows a line feed and ends in one.
            var isFramed = start > 0 && length >= 0;
            var (fewest, most) = isFramed ? Separate(text[start..end]) : (1, 0);
            rows.Add(new(start, next, fewest, most));
            start = next;
        }

        return rows;
    }

    private static int Skip(ReadOnlySpan<char> text, int from)
    {
        var length = text[from..].IndexOfAnyExcept('\n');
        return length < 0 ? text.Length : from + length;
    }

    private static (int Fewest, int Most) Separate(ReadOnlySpan<char> line)
    {
        if (line.ContainsAny(OtherSpaces))
        {
            return (1, 0);
        }

        var (blanks, bars) = (0, 0);
        while (true)
        {
            var length = line.IndexOfAny(Separators);
            var part = length < 0 ? line : line[..length];
            if (part.IsEmpty)
            {
                return (1, 0);
            }

            bars += BarsBetweenCells(part);
            if (length < 0)
            {
                return (blanks, blanks + bars);
            }

            blanks++;
            line = line[(length + 1)..];
        }
    }

    // How many bars of a part can be separators at once: each with something on both sides.
    private static int BarsBetweenCells(ReadOnlySpan<char> part)
    {
        var count = 0;
        for (var from = 1; from < part.Length - 1;)
        {
            var next = part[from..^1].IndexOf('|');
            if (next < 0)
            {
                break;
            }

            count++;
            from += next + 2;
        }

        return count;
    }
}
