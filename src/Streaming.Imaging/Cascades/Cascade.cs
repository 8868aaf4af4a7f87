namespace Streaming.Imaging.Cascades;

/// <summary>
/// A boosted cascade of trees over Haar-like features (Viola and Jones, Rapid Object Detection using a Boosted Cascade of Simple Features, 2001), as OpenCV's XML files hold them: each stage sums what its trees say, and
/// a window goes on to the next stage only where the sum reaches the stage's threshold.
/// </summary>
/// <param name="Width">The width of the window that it judges, in pixels.</param>
/// <param name="Height">The window's height.</param>
/// <param name="Stages">The stages, in order.</param>
/// <param name="Features">What the nodes ask for.</param>
internal sealed record Cascade(int Width, int Height, IReadOnlyList<CascadeStage> Stages, IReadOnlyList<HaarFeature> Features)
{
    /// <summary>Whether every tree is a single question.</summary>
    public bool IsOfStumps { get; } = Stages.All(stage => stage.Trees.All(tree => tree.Nodes.Length == 1));

    /// <summary>Whether a feature stands on a corner, so that the slanted sums are needed.</summary>
    public bool HasTilted { get; } = Features.Any(feature => feature.IsTilted);
}

/// <summary>One stage.</summary>
/// <param name="Trees">Its trees.</param>
/// <param name="Threshold">The least sum that goes on.</param>
internal sealed record CascadeStage(CascadeTree[] Trees, float Threshold);

/// <summary>One tree: from node 0 on until a leaf.</summary>
/// <param name="Nodes">Its questions.</param>
/// <param name="Leaves">What it says in the end; one more than nodes.</param>
internal sealed record CascadeTree(CascadeNode[] Nodes, float[] Leaves);

/// <summary>One question of a tree.</summary>
/// <param name="Feature">Which feature is asked for.</param>
/// <param name="Threshold">Where left and right part.</param>
/// <param name="Left">Where to go when it is below: a later node, or a leaf (0 or less, its number negated).</param>
/// <param name="Right">Where to go else.</param>
internal readonly record struct CascadeNode(int Feature, float Threshold, int Left, int Right);
