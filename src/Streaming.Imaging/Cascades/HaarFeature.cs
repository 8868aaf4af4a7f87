namespace Streaming.Imaging.Cascades;

/// <summary>The weighted sums of brightness in two or three rectangles of the window.</summary>
/// <param name="Areas">The rectangles.</param>
/// <param name="IsTilted">Whether they are turned by 45°: (x, y) is then the upper corner, the width runs down to the right and the height down to the left.</param>
internal sealed record HaarFeature(IReadOnlyList<WeightedBox> Areas, bool IsTilted);

/// <summary>One rectangle of a feature.</summary>
/// <param name="Box">Where it lies in the window.</param>
/// <param name="Weight">What a level in it counts.</param>
internal readonly record struct WeightedBox(Box Box, float Weight);
