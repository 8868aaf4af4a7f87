using System.ComponentModel.DataAnnotations;
using Streaming.Operators;

namespace Streaming.Models.Operators.Synthesis.Captions;

/// <summary>Options of <c>image_captioning_mapper</c>.</summary>
internal sealed record ImageCaptioningOptions : DataJuicerOptions
{
    /// <summary>Data-Juicer's name of <c>model</c>: the folder of an image-to-text model; with an endpoint, a model that sees pictures.</summary>
    [PathOption(OrName = true)]
    public string HfImg2seq { get; init; } = "Salesforce/blip2-opt-2.7b";

    /// <summary>Taken for the sake of Data-Juicer's recipes; no code of a model folder is ever run.</summary>
    public bool TrustRemoteCode { get; init; }

    /// <summary>How many captions are written for each picture; more than one needs <c>sampling_params</c> that draw.</summary>
    [Range(1, 1_000)]
    public int CaptionNum { get; init; } = 1;

    /// <summary>Which of several captions are kept.</summary>
    public CandidateMode KeepCandidateMode { get; init; } = CandidateMode.RandomAny;

    /// <summary>Whether the sample stays as it was, beside the captioned one.</summary>
    public bool KeepOriginalSample { get; init; } = true;

    /// <summary>What a model behind an endpoint is asked; null: for one short sentence. Image-to-text folders are not asked anything.</summary>
    public string? Prompt { get; init; }

    /// <summary>A column with the prompt of each sample; it goes before <c>prompt</c>.</summary>
    public string? PromptKey { get; init; }

    /// <summary>Caption only samples of which one of these stats is lower than its bound, such as <c>{ image_text_similarity: 0.5 }</c>: others pass as they are. Empty: all.</summary>
    public IReadOnlyDictionary<string, double> OnlyBelow { get; init; } = new Dictionary<string, double>();

    /// <summary>A column for the text that a captioned sample had before; empty: it is not kept.</summary>
    public string Before { get; init; } = "";

    internal override string NamedModel => HfImg2seq;

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate(string baseFolder) =>
    [
        .. base.Validate(baseFolder),
        .. CaptionNum == 1 || SamplingParams.Draws ? Array.Empty<OptionProblem>() : [new("caption_num", "several captions of one picture are the same unless they are drawn: give sampling_params a temperature")],
    ];
}

/// <summary>Which of several captions are kept.</summary>
internal enum CandidateMode
{
    /// <summary>One of them, chosen by the sample's id.</summary>
    RandomAny,

    /// <summary>The one that is most like the old text.</summary>
    SimilarOneSimhash,

    /// <summary>All: a sample for each.</summary>
    All,
}
