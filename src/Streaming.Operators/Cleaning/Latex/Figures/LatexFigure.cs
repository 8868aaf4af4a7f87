namespace Streaming.Operators.Cleaning.Latex.Figures;

/// <summary>A figure or a part of one.</summary>
/// <param name="Caption">Its caption; empty where it has none.</param>
/// <param name="Label">Its label; empty where it has none.</param>
/// <param name="Images">The paths of its images.</param>
/// <param name="Whole">The figure that it is a part of, or null.</param>
internal sealed record LatexFigure(string Caption, string Label, IReadOnlyList<string> Images, LatexFigure? Whole = null);
