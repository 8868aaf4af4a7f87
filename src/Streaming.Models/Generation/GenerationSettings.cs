using System.Text.Json;
using Streaming.Models.Folders;

namespace Streaming.Models.Generation;

/// <summary>How text is generated; names and meanings are those of transformers.</summary>
public sealed record GenerationSettings
{
    /// <summary>The largest number of new ids. Default: 256.</summary>
    public int MaxNewTokens { get; init; } = 256;

    /// <summary>How many new ids there must be before an end counts. Default: 0.</summary>
    public int MinNewTokens { get; init; }

    /// <summary>Whether ids are drawn at random; otherwise the likeliest one is taken. Default: false.</summary>
    public bool Sample { get; init; }

    /// <summary>What logits are divided by before drawing; greater than 0. Default: 1.</summary>
    public float Temperature { get; init; } = 1;

    /// <summary>Draw among so many likeliest ids; 0: among all. Default: 0.</summary>
    public int TopK { get; init; }

    /// <summary>Draw among the fewest likeliest ids that have this share of the probability; 0 to 1. Default: 1, all.</summary>
    public float TopP { get; init; } = 1;

    /// <summary>Draw among ids that are at least this share as likely as the likeliest; 0 to 1. Default: 0, all.</summary>
    public float MinP { get; init; }

    /// <summary>By how much the logit of an id that occurred is divided (multiplied where it is negative); 1: not at all. Default: 1.</summary>
    public float RepetitionPenalty { get; init; } = 1;

    /// <summary>No run of so many ids may occur twice; 0: it may. Default: 0.</summary>
    public int NoRepeatNgramSize { get; init; }

    /// <summary>How many continuations are followed at once; 1: no beam search. Default: 1.</summary>
    public int Beams { get; init; } = 1;

    /// <summary>How many of the beams are given back, best first. Default: 1.</summary>
    public int ReturnSequences { get; init; } = 1;

    /// <summary>The power of a beam's length that its score is divided by: above 0 favours long ones. Default: 1.</summary>
    public float LengthPenalty { get; init; } = 1;

    /// <summary>When a beam search ends. Default: <see cref="EarlyStopping.Heuristic"/>.</summary>
    public EarlyStopping EarlyStopping { get; init; }

    /// <summary>Texts that end a generation when they occur; they stay in the text. Default: none.</summary>
    public IReadOnlyList<string> StopStrings { get; init; } = [];

    /// <summary>The ids that end a generation; null: the model's own. Default: null.</summary>
    public IReadOnlyList<int>? EndTokenIds { get; init; }

    /// <summary>Ids that are never taken (Marian's padding, for example). Default: none.</summary>
    public IReadOnlyList<int> SuppressedTokenIds { get; init; } = [];

    /// <summary>The id that must come first (the target language of NLLB and mBART); null: none. Default: null.</summary>
    public int? ForcedBeginTokenId { get; init; }

    /// <summary>What the model's own <c>generation_config.json</c> (and the older <c>config.json</c>) asks for, and the defaults for the rest.</summary>
    public static GenerationSettings Of(ModelFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var own = folder.Config.Generation.ValueKind == JsonValueKind.Object ? folder.Config.Generation : folder.Config.Root;
        return new GenerationSettings
        {
            MaxNewTokens = own.Number("max_new_tokens") ?? 256,
            Sample = own.Flag("do_sample") ?? false,
            Temperature = (float)(own.Real("temperature") ?? 1),
            TopK = own.Number("top_k") ?? 0,
            TopP = (float)(own.Real("top_p") ?? 1),
            MinP = (float)(own.Real("min_p") ?? 0),
            RepetitionPenalty = (float)(own.Real("repetition_penalty") ?? 1),
            NoRepeatNgramSize = own.Number("no_repeat_ngram_size") ?? 0,
            Beams = Math.Max(1, own.Number("num_beams") ?? 1),
            LengthPenalty = (float)(own.Real("length_penalty") ?? 1),
            EarlyStopping = own.Flag("early_stopping") == true ? EarlyStopping.WhenFull : own.Text("early_stopping") == "never" ? EarlyStopping.Never : EarlyStopping.Heuristic,
            SuppressedTokenIds = [.. own.Numbers("suppress_tokens") ?? [], .. BadWords(own)],
            ForcedBeginTokenId = own.Number("forced_bos_token_id"),
        };
    }

    /// <exception cref="ArgumentException">A value is out of its range, or two contradict each other.</exception>
    internal void Validate()
    {
        Refuse(MaxNewTokens < 1, "MaxNewTokens must be at least 1.");
        Refuse(Beams < 1 || ReturnSequences < 1, "Beams and ReturnSequences must be at least 1.");
        Refuse(ReturnSequences > Beams, "There are no more sequences to return than beams.");
        Refuse(Beams > 1 && Sample, "Beams are not drawn: set Sample or Beams, not both.");
        Refuse(Sample && !(Temperature > 0), "Temperature must be greater than 0; take the likeliest id with Sample = false.");
        Refuse(!(TopP is > 0 and <= 1) || !(MinP is >= 0 and <= 1) || TopK < 0, "TopP is above 0 and up to 1, MinP is 0 to 1, TopK is 0 or more.");
        Refuse(!(RepetitionPenalty > 0) || NoRepeatNgramSize < 0, "RepetitionPenalty must be greater than 0, NoRepeatNgramSize 0 or more.");
    }

    private static void Refuse(bool wrong, string why)
    {
        if (wrong)
        {
            throw new ArgumentException(why);
        }
    }

    // Words of several ids are left out: no model of the supported families has them.
    private static IEnumerable<int> BadWords(JsonElement own) => own.Field("bad_words_ids") is { ValueKind: JsonValueKind.Array } words
        ? words.EnumerateArray().Where(word => word.ValueKind == JsonValueKind.Array && word.GetArrayLength() == 1 && word[0].TryGetInt32(out _)).Select(word => word[0].GetInt32())
        : [];
}
