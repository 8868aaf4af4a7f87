using Streaming.Models.Batches;
using Streaming.Models.Folders;
using Streaming.Models.Images;
using Streaming.Models.Sessions;

namespace Streaming.Models.Encoders;

/// <summary>Says which label a picture has, or gives it a figure. Its input is the encoded picture.</summary>
public sealed class ImageClassifier : BatchModel<ReadOnlyMemory<byte>, PixelRow, Classification>
{
    private readonly GraphSession _graph;
    private readonly ImagePreparation _images;
    private readonly ScoreRule _rule;

    internal ImageClassifier(ModelFolder folder, GraphSession graph, ImagePreparation images)
    {
        _graph = graph;
        _images = images;
        _rule = ScoreRule.For(folder.Config, graph, "logits");
    }

    internal ImagePreparation Images => _images;

    /// <summary>The model's labels.</summary>
    public IReadOnlyList<string> Labels => _rule.Labels;

    /// <inheritdoc/>
    public override PixelRow Prepare(ReadOnlyMemory<byte> input) => _images.Prepare(input);

    /// <inheritdoc/>
    public override int CostOf(PixelRow prepared) => ImageCall.CostOf(prepared);

    /// <inheritdoc/>
    public override BatchOutput Run(IReadOnlyList<PixelRow> batch) => ImageCall.Run(_graph, batch, "logits");

    /// <inheritdoc/>
    public override Classification Finish(BatchOutput output, int row, PixelRow prepared) => _rule.Of(output["logits"].Row(row));

    /// <inheritdoc/>
    public override void Warm() => ImageCall.Warm(_graph, _images, Run);
}
