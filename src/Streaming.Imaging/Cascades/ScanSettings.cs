namespace Streaming.Imaging.Cascades;

/// <summary>How a picture is searched.</summary>
/// <param name="ScaleFactor">From size to size of what is looked for; more than 1.</param>
/// <param name="MinNeighbors">How many findings must agree, less one; 0 takes each finding by itself.</param>
/// <param name="MinSize">The smallest width and height to look for, in pixels, or null.</param>
/// <param name="MaxSize">The greatest width and height, or null.</param>
internal sealed record ScanSettings(double ScaleFactor, int MinNeighbors, (int Width, int Height)? MinSize, (int Width, int Height)? MaxSize);
