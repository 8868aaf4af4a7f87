using Streaming.Models.Batches;
using Streaming.Models.Images;
using Streaming.Models.Sessions;

namespace Streaming.Models.Encoders;

/// <summary>Makes a vector of an encoded picture.</summary>
public sealed class ImageEmbedder : BatchModel<ReadOnlyMemory<byte>, PixelRow, float[]>
{
    private readonly GraphSession _graph;
    private readonly ImagePreparation _images;
    private readonly EmbeddingRule _rule;
    private readonly Action<GraphInputs>? _other;

    /// <param name="graph">The graph.</param>
    /// <param name="images">How pictures are prepared.</param>
    /// <param name="settings">What the user wants.</param>
    /// <param name="other">Feeds what a graph of texts and pictures wants beside the pictures; null: nothing.</param>
    internal ImageEmbedder(GraphSession graph, ImagePreparation images, EmbeddingSettings settings, Action<GraphInputs>? other = null)
    {
        _graph = graph;
        _images = images;
        _other = other;
        _rule = EmbeddingRule.ForImages(graph, settings);
    }

    internal string Output => _rule.Output;

    internal ImagePreparation Images => _images;

    /// <inheritdoc/>
    public override PixelRow Prepare(ReadOnlyMemory<byte> input) => _images.Prepare(input);

    /// <inheritdoc/>
    public override int CostOf(PixelRow prepared) => ImageCall.CostOf(prepared);

    /// <inheritdoc/>
    public override BatchOutput Run(IReadOnlyList<PixelRow> batch) => ImageCall.Run(_graph, batch, _rule.Output, _other);

    /// <inheritdoc/>
    public override float[] Finish(BatchOutput output, int row, PixelRow prepared) => Pool.Vector(output[_rule.Output].Row(row), output[_rule.Output].Shape[^1], _rule);

    /// <inheritdoc/>
    public override void Warm() => ImageCall.Warm(_graph, _images, Run);
}
