namespace Streaming.Operators.Images.Lines;

/// <summary>A piece of a straight line in a picture, from one pixel to another.</summary>
internal readonly record struct LineSegment(int X1, int Y1, int X2, int Y2);
