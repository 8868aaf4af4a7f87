using System.ComponentModel.DataAnnotations;
using Streaming.Operators.Text;
using Streaming.Operators.Text.Splitting;

namespace Streaming.Operators.Filtering.Rules;

/// <summary>
/// Keeps texts by the rules that FineWeb added: enough lines that end in a full stop, not too many short or repeated ones, not too many line ends for the words.
/// As datatrove: its order of rules, its reasons.
/// </summary>
/// <remarks>Lines end at <c>\n</c> only; blank ones are left out. A bound of 0 does not switch its rule off. Figures are kept in the stats as <c>fineweb_…</c> and not computed again.</remarks>
[Operator("fineweb_quality_filter", Example = "{ line_punct_thr: 0.12, short_line_thr: 0.67 }")]
internal sealed class FinewebQualityFilter(FinewebQualityFilterOptions options) : FigureFilter(
    options.Splitter,
    new("fineweb_n_lines", IsCount: true),
    new("fineweb_n_words", IsCount: true),
    new("fineweb_line_punct_ratio"),
    new("fineweb_short_line_ratio"),
    new("fineweb_char_dup_ratio"),
    new("fineweb_list_ratio"))
{
    protected override void Measure(string text, Span<double> figures)
    {
        var breaks = text.AsSpan().Count('\n');
        var (lines, ended, shorts, repeated) = CountLines(text, breaks);
        var words = Splitter.CountWords(text);
        figures[0] = lines;
        figures[1] = words;
        figures[2] = Share(ended, lines);
        figures[3] = Share(shorts, lines);
        figures[4] = Share(repeated, CodePoints.Count(text) - breaks);
        figures[5] = Share(breaks, words);
    }

    protected override Rejection? Judge(Sample sample, ReadOnlySpan<double> figures)
    {
        if (figures[0] == 0)
        {
            return new("empty");
        }

        return (options.LinePunctExcludeZero && figures[2] == 0 ? null : Below(figures[2], options.LinePunctThr, "line_punct_ratio"))
            ?? Above(figures[3], options.ShortLineThr, "short_line_ratio")
            ?? Above(figures[4], options.CharDuplicatesRatio, "char_dup_ratio")
            ?? Above(figures[5], options.NewLineRatio, "list_ratio");
    }

    private (int Lines, int Ended, int Shorts, long Repeated) CountLines(ReadOnlySpan<char> text, int breaks)
    {
        var (lines, ended, shorts, repeated) = (0, 0, 0, 0L);
        using var seen = new RepeatedParts(text, breaks + 1);
        foreach (var range in text.Split('\n'))
        {
            var line = text[range];
            if (!line.ContainsAnyExcept(PythonText.WhiteSpace))
            {
                continue;
            }

            var points = CodePoints.Count(line);
            lines++;
            ended += IsEnded(line) ? 1 : 0;
            shorts += points <= options.ShortLineLength ? 1 : 0;
            repeated += seen.Add(range.Start.Value, line.Length) > 0 ? points : 0;
        }

        return (lines, ended, shorts, repeated);
    }

    private bool IsEnded(ReadOnlySpan<char> line)
    {
        if (options.StopChars is not { } stops)
        {
            return Punctuation.Terminal.Contains(CodePoints.Before(line, line.Length, out _));
        }

        foreach (var stop in stops)
        {
            if (line.EndsWith(stop))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>Options of <c>fineweb_quality_filter</c>.</summary>
internal sealed record FinewebQualityFilterOptions
{
    /// <summary>The smallest share of lines that end in a stop character, 0 … 1.</summary>
    [Range(0.0, 1.0)]
    public double LinePunctThr { get; init; } = 0.12;

    /// <summary>Keeps texts in which no line at all ends in one.</summary>
    public bool LinePunctExcludeZero { get; init; }

    /// <summary>What lines end in; null: the sentence ends of many scripts.</summary>
    public IReadOnlyList<string>? StopChars { get; init; }

    /// <summary>The largest share of short lines, 0 … 1.</summary>
    [Range(0.0, 1.0)]
    public double ShortLineThr { get; init; } = 0.67;

    /// <summary>How long a short line is at most, in characters.</summary>
    [Range(0, int.MaxValue)]
    public int ShortLineLength { get; init; } = 30;

    /// <summary>The largest share of characters in lines that occurred before, 0 … 1.</summary>
    [Range(0.0, 1.0)]
    public double CharDuplicatesRatio { get; init; } = 0.01;

    /// <summary>The most line feeds for a word.</summary>
    [Range(0.0, double.MaxValue)]
    public double NewLineRatio { get; init; } = 0.3;

    /// <summary>How texts are split into words.</summary>
    public Splitter Splitter { get; init; }
}
