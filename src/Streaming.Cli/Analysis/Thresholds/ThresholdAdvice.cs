namespace Streaming.Cli.Analysis.Thresholds;

/// <summary>Bounds that a filter could have, and what they would keep.</summary>
/// <param name="Rule">Where they come from.</param>
/// <param name="Low">The lower one.</param>
/// <param name="High">The upper one.</param>
/// <param name="Kept">The share of the column's values that the step keeps, 0…1.</param>
internal sealed record ThresholdAdvice(string Rule, double Low, double High, double Kept)
{
    private const double Sigmas = 3;

    /// <summary>
    /// Of a column: the mean ± 3σ (Data-Juicer's analysis takes as many), the middle 98 and 90 %, and Tukey's fences (Exploratory Data Analysis, 1977: 1.5 of the distance between the quartiles beyond them).
    /// </summary>
    public static IReadOnlyList<ThresholdAdvice> Of(ColumnProfile column)
    {
        var f = column.Figures;
        if (!(f.Maximum > f.Minimum) || !double.IsFinite(f.Mean) || !double.IsFinite(f.StandardDeviation))
        {
            return [];
        }

        var (q1, q3) = (f.Quantile(0.25), f.Quantile(0.75));
        return
        [
            Make("3σ", f.Mean - (Sigmas * f.StandardDeviation), f.Mean + (Sigmas * f.StandardDeviation)),
            Make("1–99 %", f.Quantile(0.01), f.Quantile(0.99)),
            Make("5–95 %", f.Quantile(0.05), f.Quantile(0.95)),
            Make("Tukey", q1 - (1.5 * (q3 - q1)), q3 + (1.5 * (q3 - q1))),
        ];

        ThresholdAdvice Make(string rule, double low, double high)
        {
            // A bound beyond the values is none.
            (low, high) = (Math.Max(low, f.Minimum), Math.Min(high, f.Maximum));
            var zeros = IsNumber(column) && low <= 0 && high >= 0 ? f.ShareBetween(0, 0) : 0;
            return new(rule, low, high, f.ShareBetween(low, high) - zeros);
        }
    }

    /// <summary>The step of a topology that applies them.</summary>
    public string Step(ColumnProfile column) => column is { Name: "text", Kind: "text" }
        ? FormattableString.Invariant($"text_length_filter: {{ min_len: {Math.Ceiling(Low):0}, max_len: {Math.Floor(High):0} }}")
        : FormattableString.Invariant($"specified_numeric_field_filter: {{ field_key: {column.Name}, min_value: {Low:R}, max_value: {High:R} }}");

    /// <summary>The share of drawn rows that the rule keeps with all columns together.</summary>
    public static IReadOnlyList<(string Rule, double Kept)> Together(DatasetProfile profile, IReadOnlyList<(ColumnProfile Column, IReadOnlyList<ThresholdAdvice> Advice)> columns)
    {
        if (columns.Count == 0 || profile.Rows.Count == 0)
        {
            return [];
        }

        return [.. columns[0].Advice.Select((advice, i) => (advice.Rule, profile.Rows.Count(row => columns.All(c => Holds(c.Column, c.Advice[i], row.Figure(c.Column.Number)))) / (double)profile.Rows.Count))];
    }

    private static bool Holds(ColumnProfile column, ThresholdAdvice advice, double figure) =>
        figure >= advice.Low && figure <= advice.High && !(IsNumber(column) && figure == 0);

    // specified_numeric_field_filter rejects what Python holds for false: a zero, and what is missing.
    private static bool IsNumber(ColumnProfile column) => column.Kind == "number";
}
