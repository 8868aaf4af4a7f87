using Streaming.Models.Folders;
using Streaming.Models.Images;
using Streaming.Models.Sessions;
using Streaming.Models.Texts;

namespace Streaming.Models.Generation;

/// <summary>Picture to text: captioners, readers of text in pictures. Its input is the encoded picture.</summary>
public sealed class ImageToText : EncoderDecoder<ReadOnlyMemory<byte>, PixelRow>
{
    private readonly ImagePreparation _images;

    internal ImageToText(ModelFolder folder, GraphSession encoder, DecoderGraphs graphs, ImagePreparation images) : base(folder, encoder, graphs) => _images = images;

    /// <inheritdoc/>
    public override PixelRow Prepare(ReadOnlyMemory<byte> input) => _images.Prepare(input);

    /// <inheritdoc/>
    public override int CostOf(PixelRow prepared) => ImageCall.CostOf(prepared);

    /// <inheritdoc/>
    public override void Warm() => ImageCall.Try(Encoder, _images, blank =>
    {
        using var state = BeginWith([blank]);
        var highest = Tokenizer.VocabularySize - 1;
        TextProbe.Try(Graphs.First, highest, () => state.Step([highest]));
    });

    internal override EncoderContext Encode(IReadOnlyList<PixelRow> batch)
    {
        using var inputs = Encoder.NewInputs();
        ImagePreparation.Fill(inputs, batch);
        using var result = Encoder.Run(inputs, "last_hidden_state");
        return new EncoderContext(result.Take("last_hidden_state"), null);
    }
}
