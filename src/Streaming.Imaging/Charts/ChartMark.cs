namespace Streaming.Imaging.Charts;

/// <summary>How a chart shows its figures.</summary>
internal enum ChartMark
{
    /// <summary>Bars from zero, side by side where there are several series.</summary>
    Bar,

    /// <summary>Lines from point to point.</summary>
    Line,

    /// <summary>Points.</summary>
    Scatter,

    /// <summary>Slices of a whole.</summary>
    Pie,
}
