namespace Streaming.Cli.Analysis.Sketches;

/// <summary>A sample that was drawn for what needs several of its columns at once: correlations, examples, the map.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">The start of its text.</param>
/// <param name="Figures">Its figures, by the numbers of their columns; NaN where one is missing, and shorter where later samples brought more columns.</param>
/// <param name="Vector">Its embedding, where a column has one.</param>
internal sealed record DrawnRow(string Id, string Text, double[] Figures, float[]? Vector)
{
    public double Figure(int column) => column < Figures.Length ? Figures[column] : double.NaN;
}
