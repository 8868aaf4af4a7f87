using Streaming.Models.Batches;
using Streaming.Models.Folders;
using Streaming.Models.Images;
using Streaming.Models.Sessions;
using Streaming.Models.Texts;

namespace Streaming.Models.Encoders;

/// <summary>A picture with a text.</summary>
/// <param name="Image">The encoded picture.</param>
/// <param name="Text">The text.</param>
public sealed record ImageTextInput(ReadOnlyMemory<byte> Image, string Text);

/// <summary>The same, prepared.</summary>
/// <param name="Pixels">The picture.</param>
/// <param name="Tokens">The text.</param>
public sealed record ImageTextRow(PixelRow Pixels, TokenRow Tokens);

/// <summary>Reads a picture and a text together and says which label the pair has: BLIP's matching head, for example.</summary>
public sealed class ImageTextClassifier : BatchModel<ImageTextInput, ImageTextRow, Classification>
{
    private readonly GraphSession _graph;
    private readonly TextPreparation _texts;
    private readonly ImagePreparation _images;
    private readonly string _output;
    private readonly ScoreRule _rule;

    internal ImageTextClassifier(ModelFolder folder, GraphSession graph, ImagePreparation images)
    {
        _graph = graph;
        _images = images;
        _texts = new TextPreparation(folder);
        _output = ModelFamilies.ScoresOf(graph)!;
        _rule = ScoreRule.For(folder.Config, graph, _output);
    }

    internal ImagePreparation Images => _images;

    internal TextPreparation Texts => _texts;

    /// <summary>The model's labels.</summary>
    public IReadOnlyList<string> Labels => _rule.Labels;

    /// <inheritdoc/>
    public override ImageTextRow Prepare(ImageTextInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ImageTextRow(_images.Prepare(input.Image), _texts.Prepare(input.Text));
    }

    /// <inheritdoc/>
    public override int CostOf(ImageTextRow prepared) => prepared.Tokens.Length;

    /// <inheritdoc/>
    public override BatchOutput Run(IReadOnlyList<ImageTextRow> batch)
    {
        using var inputs = _graph.NewInputs();
        _texts.Fill(inputs, [.. batch.Select(row => row.Tokens)]);
        ImagePreparation.Fill(inputs, [.. batch.Select(row => row.Pixels)]);
        return new BatchOutput(_graph.Run(inputs, _output), [_output]);
    }

    /// <inheritdoc/>
    public override Classification Finish(BatchOutput output, int row, ImageTextRow prepared) => _rule.Of(output[_output].Row(row));

    /// <inheritdoc/>
    public override void Warm() =>
        TextProbe.Try(_graph, _texts.HighestId, () => ImageCall.Try(_graph, _images, blank => Run([new ImageTextRow(blank, new TokenRow([_texts.HighestId]))]).Dispose()));
}
