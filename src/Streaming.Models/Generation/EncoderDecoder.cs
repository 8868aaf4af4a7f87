using Streaming.Models.Folders;
using Streaming.Models.Sessions;

namespace Streaming.Models.Generation;

/// <summary>A model that reads with an encoder and writes with a decoder.</summary>
/// <typeparam name="TInput">What a sample gives.</typeparam>
/// <typeparam name="TPrepared">The same, as the encoder wants it.</typeparam>
public abstract class EncoderDecoder<TInput, TPrepared> : TextGenerator<TInput, TPrepared>
{
    private readonly int[] _start;

    private protected EncoderDecoder(ModelFolder folder, GraphSession encoder, DecoderGraphs graphs) : base(folder, graphs)
    {
        Encoder = encoder;
        _start = [folder.Config.DecoderStartTokenId ?? throw BadModel.Because(
            folder.FullPath,
            "neither config.json nor generation_config.json has a decoder_start_token_id",
            "Save the model's generation config into the folder.")];
    }

    internal GraphSession Encoder { get; }

    private protected override int? PromptLimit => Folder.Config.DecoderPositions;

    private protected override bool HasEncoder => true;

    /// <summary>Calls the encoder; the caller owns what it gives.</summary>
    internal abstract EncoderContext Encode(IReadOnlyList<TPrepared> batch);

    internal DecodingState BeginWith(IReadOnlyList<TPrepared> batch) => DecodingState.Begin(Graphs, [.. batch.Select(_ => _start)], PadId, Encode(batch));

    private protected override DecodingState Begin(IReadOnlyList<TPrepared> batch) => BeginWith(batch);

    private protected override int[] PromptOf(TPrepared prepared) => _start;
}
