using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Streaming.Imaging.Charts;

/// <summary>Draws charts, as PNG. The same chart gives the same bytes.</summary>
internal static class ChartPicture
{
    private const int LongestLabel = 24;
    private const int MostUprightCharacters = 72;
    private const double GroupWidth = 0.8;

    /// <summary>A chart as PNG.</summary>
    /// <param name="chart">What it shows.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="font">The file of a font; empty: the built-in one.</param>
    public static byte[] Draw(Chart chart, int width, int height, string font = "")
    {
        using var plot = new Plot();
        Add(plot, chart);
        Name(plot, chart);
        var face = ChartFonts.Open(font);
        plot.Font.Set(face);
        plot.Legend.FontName = face;
        return plot.GetImageBytes(width, height, ImageFormat.Png);
    }

    private static void Add(Plot plot, Chart chart)
    {
        switch (chart.Mark)
        {
            case ChartMark.Bar: AddBars(plot, chart); break;
            case ChartMark.Pie: AddSlices(plot, chart); break;
            default: AddPoints(plot, chart); break;
        }
    }

    private static void AddBars(Plot plot, Chart chart)
    {
        var width = GroupWidth / chart.Series.Count;
        foreach (var (number, series) in chart.Series.Index())
        {
            var offset = (number - ((chart.Series.Count - 1) / 2.0)) * width;
            var bars = Known(series).Select(i => new Bar { Position = i + offset, Value = series.Values[i], Size = width, FillColor = plot.Add.Palette.GetColor(number) });
            plot.Add.Bars(bars.ToArray()).LegendText = LegendOf(chart, series);
        }

        plot.Axes.Margins(bottom: chart.Series.Any(s => s.Values.Any(v => v < 0)) ? 0.05 : 0);
        SetLabels(plot, chart.Labels);
    }

    private static void AddPoints(Plot plot, Chart chart)
    {
        foreach (var series in chart.Series)
        {
            var known = Known(series).OrderBy(i => chart.Places?[i] ?? i).ToList();
            var points = plot.Add.Scatter(known.ConvertAll(i => chart.Places?[i] ?? i), known.ConvertAll(i => series.Values[i]));
            points.LegendText = LegendOf(chart, series);
            points.LineWidth = chart.Mark == ChartMark.Scatter ? 0 : 2;
        }

        if (chart.Places is null)
        {
            SetLabels(plot, chart.Labels);
        }
        else
        {
            // Years are places too: 2,020.5 is none.
            plot.Axes.Bottom.TickGenerator = new NumericAutomatic { LabelFormatter = Figure, IntegerTicksOnly = chart.Places.All(double.IsInteger) };
        }
    }

    private static void AddSlices(Plot plot, Chart chart)
    {
        var values = chart.Series[0];
        var slices = Known(values).Select((i, number) => new PieSlice { Value = values.Values[i], LegendText = Short(chart.Labels[i]), Label = Figure(values.Values[i]), FillColor = plot.Add.Palette.GetColor(number) });
        var pie = plot.Add.Pie([.. slices]);
        pie.SliceLabelDistance = 1.2;
        plot.HideGrid();
        plot.Axes.Frameless();
        plot.ShowLegend();
    }

    // Labels that would run into each other stand upright.
    private static void SetLabels(Plot plot, IReadOnlyList<string> labels)
    {
        string[] shown = [.. labels.Select(Short)];
        plot.Axes.Bottom.SetTicks([.. Enumerable.Range(0, labels.Count).Select(i => (double)i)], shown);
        if (shown.Sum(label => label.Length + 1) > MostUprightCharacters)
        {
            plot.Axes.Bottom.TickLabelStyle.Rotation = 90;
            plot.Axes.Bottom.TickLabelStyle.Alignment = Alignment.MiddleLeft;
            plot.Axes.Bottom.MinimumSize = 20 + (shown.Max(label => label.Length) * 7);
        }
    }

    private static void Name(Plot plot, Chart chart)
    {
        plot.Title(chart.Title);
        if (chart.Mark == ChartMark.Pie)
        {
            return;
        }

        plot.XLabel(Short(chart.XName));
        if (chart.Series.Count == 1)
        {
            plot.YLabel(Short(chart.Series[0].Name));
        }
        else
        {
            plot.ShowLegend(Edge.Right);
        }
    }

    // The only series is named beside the axis.
    private static string LegendOf(Chart chart, ChartSeries series) => chart.Series.Count > 1 ? series.Name : "";

    private static IEnumerable<int> Known(ChartSeries series) => Enumerable.Range(0, series.Values.Count).Where(i => double.IsFinite(series.Values[i]));

    private static string Figure(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    private static string Short(string label) => label.Length <= LongestLabel ? label : string.Concat(label.AsSpan(0, LongestLabel - 1), "…");
}
