namespace Streaming.Operators.Filtering.Rules;

/// <summary>A figure that rules look at: its key in the stats, and whether it is a whole number.</summary>
internal readonly record struct FigureKey(string Name, bool IsCount = false);
