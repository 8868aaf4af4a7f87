namespace Streaming.Models.Images;

/// <summary>A picture as a model wants it: planes of red, green and blue, scaled and normalised.</summary>
/// <param name="Height">Its height.</param>
/// <param name="Width">Its width.</param>
/// <param name="Values">The three planes.</param>
public sealed record PixelRow(int Height, int Width, float[] Values);
