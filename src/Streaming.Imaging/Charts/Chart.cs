namespace Streaming.Imaging.Charts;

/// <summary>What a chart shows.</summary>
/// <param name="Mark">How it shows it.</param>
/// <param name="Title">Above it; empty: none.</param>
/// <param name="XName">Below the axis of the categories or places.</param>
/// <param name="Labels">The categories, one for each figure of a series.</param>
/// <param name="Places">Where the figures stand on the axis; null: side by side, under their labels.</param>
/// <param name="Series">The figures by name, NaN where there is none; a pie shows the first.</param>
internal sealed record Chart(ChartMark Mark, string Title, string XName, IReadOnlyList<string> Labels, IReadOnlyList<double>? Places, IReadOnlyList<ChartSeries> Series);

/// <summary>Figures that belong together.</summary>
/// <param name="Name">In the legend, or beside the axis where it is the only one.</param>
/// <param name="Values">One for each label; NaN: there is none.</param>
internal sealed record ChartSeries(string Name, IReadOnlyList<double> Values);
