namespace Streaming.Recordings.Films;

/// <summary>Options that are ratios.</summary>
internal static class RatioOptions
{
    /// <summary>Those that cannot be read.</summary>
    public static IEnumerable<OptionProblem> Problems(params IEnumerable<(string Option, string Text)> ratios) =>
        ratios.Where(r => Ratio.Parse(r.Text) is null).Select(r => new OptionProblem(r.Option, $"'{r.Text}' is no ratio: write 16:9, 16/9 or 1.78"));
}
