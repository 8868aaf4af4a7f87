using System.ComponentModel.DataAnnotations;
using Streaming.Imaging;
using Streaming.Models.Encoders;
using Streaming.Models.Images;
using Streaming.Models.Sessions;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Scoring;

/// <summary>
/// Scores pictures by labels that no model was trained for: CLIP holds each picture against a prompt for each label, and the probability of one label among them is kept
/// as a stat. A sample without pictures gets no score.
/// </summary>
[Operator("zero_shot_image_scorer", Example = "{ model: models/clip, labels: [photo, drawing, screenshot], label: photo, prompt: 'a {label}', into: photo }")]
internal sealed class ZeroShotImageScorer(ZeroShotImageScorerOptions options) : StatOperator<DualEncoder>(options, options.Model, options.Into, ColumnType.Float64), IReadsMedia
{
    private float[][] _prompts = [];

    public override async ValueTask OpenAsync(OperatorContext context)
    {
        await base.OpenAsync(context);
        _prompts = [.. options.Labels.Select(label => Model.Texts.Apply(options.Prompt.Replace("{label}", label, StringComparison.Ordinal))[0])];
    }

    public IEnumerable<Media> MediaOf(Sample sample) => IsKnown(sample) ? [] : sample.Images;

    public bool DecodesMedia => true;

    protected override DualEncoder Bind(ModelSession session) => session.AsDualEncoder();

    protected override DeviceItem? Ask(Sample sample) => sample.Images.Count == 0 ? null : Model.Images.AskPictures(Model.Images.Images, sample, MediaFiles.Distinct(sample.Images));

    protected override void Run(DualEncoder model, IReadOnlyList<DeviceItem> items, CancellationToken abort) => model.Images.Run(items, Limits, abort);

    protected override object? Answer(Sample sample, DeviceItem? item)
    {
        var label = options.Labels.ToList().IndexOf(options.Label);
        return item is RowsItem<PixelRow, float[]> pictures
            ? options.ReduceMode.Of([.. pictures.Rows.Results.Select(picture => Model.Probabilities(picture, _prompts)[label])])
            : null;
    }
}

/// <summary>Options of <c>zero_shot_image_scorer</c>.</summary>
internal sealed record ZeroShotImageScorerOptions : ModelOptions
{
    /// <summary>The folder of a CLIP or SigLIP model.</summary>
    [PathOption, Required]
    public string Model { get; init; } = "";

    /// <summary>The labels that compete. Of SigLIP each is judged alone.</summary>
    [Required, MinLength(1)]
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The label whose probability is the score.</summary>
    [Required, MinLength(1)]
    public string Label { get; init; } = "";

    /// <summary>What CLIP reads for a label.</summary>
    public string Prompt { get; init; } = "a photo of a {label}";

    /// <summary>What counts where a sample has several pictures: their mean, the highest or the lowest.</summary>
    public Reduction ReduceMode { get; init; } = Reduction.Avg;

    /// <summary>The key under which the score is kept in <c>__dj__stats__</c>.</summary>
    [Required, MinLength(1)]
    public string Into { get; init; } = "";

    internal override IEnumerable<KeyValuePair<string, string>> ModelFolders => [new("model", Model)];

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate(string baseFolder)
    {
        if (!Labels.Contains(Label))
        {
            yield return new("label", $"'{Label}' is not among the labels {string.Join(", ", Labels)}");
        }

        if (!Prompt.Contains("{label}", StringComparison.Ordinal))
        {
            yield return new("prompt", "it has no {label}: all labels would have the same prompt");
        }

        foreach (var problem in base.Validate(baseFolder))
        {
            yield return problem;
        }
    }
}
