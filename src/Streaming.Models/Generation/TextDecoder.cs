using Streaming.Models.Folders;
using Streaming.Models.Texts;

namespace Streaming.Models.Generation;

/// <summary>A decoder: it continues texts. Its input is the text itself, or a rendered chat.</summary>
public sealed class TextDecoder : TextGenerator<Prompt, TokenRow>
{
    internal TextDecoder(ModelFolder folder, DecoderGraphs graphs) : base(folder, graphs)
    {
    }

    private protected override int? PromptLimit => Folder.Config.MaxPositions;

    /// <inheritdoc/>
    public override TokenRow Prepare(Prompt input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var ids = Tokenizer.Encode(input.Text, addSpecialTokens: !input.IsComplete);
        return ids.Length == 0 ? throw new InvalidDataException("The prompt is empty, and the model has no token to begin with.")
            : ids.Length >= (PromptLimit ?? int.MaxValue) ? throw new InvalidDataException($"The prompt has {ids.Length} tokens; the model has positions for {PromptLimit}, new ones included.")
            : new TokenRow(ids);
    }

    /// <inheritdoc/>
    public override int CostOf(TokenRow prepared) => prepared.Length;

    /// <inheritdoc/>
    public override void Warm()
    {
        var highest = Tokenizer.VocabularySize - 1;
        TextProbe.Try(Graphs.First, highest, () =>
        {
            using var state = Begin([new TokenRow([highest])]);
            state.Step([highest]);
        });
    }

    internal DecodingState Begin(IReadOnlyList<int[]> prompts) => DecodingState.Begin(Graphs, prompts, PadId);

    private protected override DecodingState Begin(IReadOnlyList<TokenRow> batch) => Begin([.. batch.Select(row => row.Ids)]);

    private protected override int[] PromptOf(TokenRow prepared) => prepared.Ids;
}
