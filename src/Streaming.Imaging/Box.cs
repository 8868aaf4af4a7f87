namespace Streaming.Imaging;

/// <summary>A rectangle of a picture, in pixels.</summary>
/// <param name="X">Its left edge.</param>
/// <param name="Y">Its upper edge.</param>
/// <param name="Width">Its width.</param>
/// <param name="Height">Its height.</param>
internal readonly record struct Box(int X, int Y, int Width, int Height)
{
    /// <summary>The first column to its right.</summary>
    public int Right => X + Width;

    /// <summary>The first row below it.</summary>
    public int Bottom => Y + Height;
}
