using System.ComponentModel.DataAnnotations;
using Streaming.Models.Generation;

namespace Streaming.Models.Operators.Synthesis;

/// <summary>How texts are generated; names and meanings are those of transformers. Without <c>temperature</c>, <c>top_p</c>, <c>top_k</c> and <c>min_p</c> the likeliest text is taken.</summary>
internal sealed record SamplingParams
{
    /// <summary>The most new tokens.</summary>
    [Range(1, 1_000_000)]
    public int MaxNewTokens { get; init; } = 512;

    /// <summary>How many new tokens there must be before an end counts.</summary>
    [Range(0, 1_000_000)]
    public int MinNewTokens { get; init; }

    /// <summary>What logits are divided by before drawing; 0 takes the likeliest, null is 1 where anything else asks for drawing.</summary>
    [Range(0.0, 100.0)]
    public double? Temperature { get; init; }

    /// <summary>Draw among the fewest likeliest tokens that have this share of the probability.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double? TopP { get; init; }

    /// <summary>Draw among so many likeliest tokens.</summary>
    [Range(1, 1_000_000)]
    public int? TopK { get; init; }

    /// <summary>Draw among tokens that are at least this share as likely as the likeliest.</summary>
    [Range(0.0, 1.0)]
    public double? MinP { get; init; }

    /// <summary>By how much the logit of a token that occurred is divided; 1: not at all.</summary>
    [Range(0.0, 100.0, MinimumIsExclusive = true)]
    public double RepetitionPenalty { get; init; } = 1;

    /// <summary>No run of so many tokens may occur twice; 0: it may. Not known to endpoints.</summary>
    [Range(0, 1_000)]
    public int NoRepeatNgramSize { get; init; }

    /// <summary>Continuations that are followed at once; 1: no beam search. Not known to endpoints.</summary>
    [Range(1, 64)]
    public int NumBeams { get; init; } = 1;

    /// <summary>Texts that end a generation when they occur.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];

    internal bool Draws => Temperature is > 0 || (Temperature is null && (TopP is not null || TopK is not null || MinP is not null));

    internal GenerationSettings Settings { get => field ??= Make(); } = null!;

    private GenerationSettings Make() => new()
    {
        MaxNewTokens = MaxNewTokens,
        MinNewTokens = MinNewTokens,
        Sample = Draws,
        Temperature = Draws ? (float)(Temperature ?? 1) : 1,
        TopP = (float)(TopP ?? 1),
        TopK = TopK ?? 0,
        MinP = (float)(MinP ?? 0),
        RepetitionPenalty = (float)RepetitionPenalty,
        NoRepeatNgramSize = NoRepeatNgramSize,
        Beams = NumBeams,
        StopStrings = Stop,
    };
}
