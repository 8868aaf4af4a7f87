using System.Text;
using Streaming.Operators.Text;

namespace Streaming.Operators.Cleaning;

/// <summary>Removes lines of nothing but symbols and blanks, as datatrove's SymbolLinesFormatter.</summary>
/// <remarks>Blank lines stay; a line with a tab in it stays too. Every line end becomes <c>\n</c>, and one at the very end of the text is lost, also when no line is removed.</remarks>
[Operator("symbol_lines_mapper", Example = "{ replace_char: '' }")]
internal sealed class SymbolLinesMapper(SymbolLinesMapperOptions options) : Mapper
{
    private readonly CodePointSet _symbols = options.SymbolsToRemove is { } own
        ? SetOf([.. own.SelectMany(s => s.EnumerateRunes()).Select(r => r.Value)])
        : Punctuation.All;

    protected override void Map(Sample sample)
    {
        var kept = new StringBuilder(sample.Text.Length);
        var (lines, inRun) = (0, false);
        foreach (var line in new PythonLines(sample.Text))
        {
            var isRemoved = IsSymbols(line);
            if (!isRemoved || (!inRun && options.ReplaceChar.Length > 0))
            {
                kept.Append(lines++ > 0 ? "\n" : "").Append(isRemoved ? options.ReplaceChar : line);
            }

            inRun = isRemoved;
        }

        sample.Text = kept.Equals(sample.Text) ? sample.Text : kept.ToString();
    }

    private static CodePointSet SetOf(HashSet<int> codePoints) => CodePointSet.Where(codePoints.Contains);

    private bool IsSymbols(ReadOnlySpan<char> line)
    {
        if (!line.ContainsAnyExcept(PythonText.WhiteSpace))
        {
            return false;
        }

        for (var i = 0; i < line.Length;)
        {
            var c = CodePoints.At(line, i, out var units);
            if (c != ' ' && !_symbols.Contains(c))
            {
                return false;
            }

            i += units;
        }

        return true;
    }
}

/// <summary>Options of <c>symbol_lines_mapper</c>.</summary>
internal sealed record SymbolLinesMapperOptions
{
    /// <summary>The symbols, a character each; null: punctuation and sentence ends of many scripts, and control characters.</summary>
    public IReadOnlyList<string>? SymbolsToRemove { get; init; }

    /// <summary>What is put once in the place of neighbouring lines that are removed; empty: nothing.</summary>
    public string ReplaceChar { get; init; } = "";
}
