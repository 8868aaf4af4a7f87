using Streaming.Models.Folders;
using Streaming.Models.Sessions;
using Streaming.Models.Texts;

namespace Streaming.Models.Generation;

/// <summary>Text to text: T5, BART, Marian.</summary>
public sealed class TextToText : EncoderDecoder<TextInput, TokenRow>
{
    private readonly TextPreparation _texts;

    internal TextToText(ModelFolder folder, GraphSession encoder, DecoderGraphs graphs) : base(folder, encoder, graphs) => _texts = new TextPreparation(folder);

    /// <inheritdoc/>
    public override TokenRow Prepare(TextInput input) => _texts.Prepare(input);

    /// <inheritdoc/>
    public override int CostOf(TokenRow prepared) => prepared.Length;

    /// <inheritdoc/>
    public override void Warm() => TextProbe.Try(Encoder, _texts.HighestId, () =>
    {
        using var state = BeginWith([new TokenRow([_texts.HighestId])]);
        state.Step([_texts.HighestId]);
    });

    internal override EncoderContext Encode(IReadOnlyList<TokenRow> batch)
    {
        using var inputs = Encoder.NewInputs();
        _texts.Fill(inputs, batch);
        using var result = Encoder.Run(inputs, "last_hidden_state");
        return new EncoderContext(result.Take("last_hidden_state"), _texts.MaskOf(batch, _texts.WidthOf(batch)));
    }
}
