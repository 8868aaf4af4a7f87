using System.ComponentModel.DataAnnotations;
using System.Numerics.Tensors;
using Streaming.Models.Encoders;
using Streaming.Models.Sessions;
using Streaming.Models.Texts;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Filtering;

/// <summary>Keeps samples whose text is like given ones: the mean of the cosines with their vectors is between <c>min_score</c> and <c>max_score</c>. Texts longer than the model reads are cut.</summary>
[Operator("text_embd_similarity_filter", Example = "{ api_or_hf_model: models/embedder, is_hf_model: true, pooling: mean, valid_dataset: [{ text: The boats lay in the harbour. }], min_score: 0.3 }", Job = SurveyJob.Alignment)]
internal sealed class TextEmbdSimilarityFilter(TextEmbdSimilarityFilterOptions options)
    : FigureFilter<TextEmbedder>(options, options.ApiOrHfModel, "text_embd_similarity", options.Interval)
{
    private readonly SampleTemplate _template = SampleTemplate.Parse(options.InputTemplate ?? "{text}");
    private float[][] _valid = [];

    public override RowSchema Describe(RowSchema input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _template.Names.ToList().ForEach(name => TextColumns.Require(input, name));
        return base.Describe(input);
    }

    public override async ValueTask OpenAsync(OperatorContext context)
    {
        await base.OpenAsync(context);
        try
        {
            _valid = [.. options.ValidDataset.Select(record => Model.Apply(_template.Render(record))[0])];
        }
        catch (InvalidDataException e)
        {
            throw new BadInputException($"The option valid_dataset cannot be used: {e.Message}", e);
        }
    }

    // Data-Juicer pools the last layer itself, whatever the folder says.
    protected override TextEmbedder Bind(ModelSession session) => session.AsTextEmbedder(new()
    {
        Output = session.Graphs.Any(graph => graph.Outputs.ContainsKey("last_hidden_state")) ? "last_hidden_state" : null,
        Pooling = options.Pooling switch { ValidPooling.Mean => Pooling.Mean, ValidPooling.WeightedMean => Pooling.WeightedMean, _ => Pooling.LastToken },
        Normalize = false,
        Bare = true,
    });

    protected override DeviceItem Ask(Sample sample) => Model.Ask(_template.Render(sample));

    protected override void Run(TextEmbedder model, IReadOnlyList<DeviceItem> items, CancellationToken abort) => model.Run(items, Limits, abort);

    protected override object Answer(Sample sample, DeviceItem? item)
    {
        var vector = ((RowsItem<TokenRow, float[]>)item!).Rows.Results[0];
        return _valid.Average(valid => (double)TensorPrimitives.CosineSimilarity(vector, valid));
    }
}

/// <summary>Options of <c>text_embd_similarity_filter</c>.</summary>
internal sealed record TextEmbdSimilarityFilterOptions : ModelFilterOptions
{
    /// <summary>The folder of an embedder of texts.</summary>
    [PathOption, Required]
    public string ApiOrHfModel { get; init; } = "";

    /// <summary>Must be true: vectors come from a model folder. Data-Juicer's other way, a service, is not there.</summary>
    public bool IsHfModel { get; init; }

    /// <summary>The lowest mean similarity to keep.</summary>
    [Range(0.0, 1.0)]
    public double MinScore { get; init; } = 0.1;

    /// <summary>The highest mean similarity to keep.</summary>
    [Range(0.0, 1.0)]
    public double MaxScore { get; init; } = 1;

    /// <summary>The texts to be like, each as a record with the columns that the template names.</summary>
    [MinLength(1)]
    public IReadOnlyList<IReadOnlyDictionary<string, object?>> ValidDataset { get; init; } = [];

    /// <summary>What is made of the tokens' vectors; by default the last one counts.</summary>
    public ValidPooling? Pooling { get; init; }

    /// <summary>What the model reads, with columns between braces; <c>{text}</c> by default.</summary>
    public string? InputTemplate { get; init; }

    internal Interval Interval => Between(MinScore, MaxScore);

    internal override IEnumerable<KeyValuePair<string, string>> ModelFolders => [new("api_or_hf_model", ApiOrHfModel)];

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate(string baseFolder)
    {
        if (!IsHfModel)
        {
            yield return new("is_hf_model", "vectors of a service are not supported: set is_hf_model: true and let api_or_hf_model name a model folder");
        }

        if (SampleTemplate.ProblemOf(InputTemplate) is { } template)
        {
            yield return new("input_template", template);
        }

        foreach (var problem in base.Validate(baseFolder))
        {
            yield return problem;
        }
    }
}

/// <summary>How Data-Juicer pools.</summary>
internal enum ValidPooling
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>Their mean, the first weighted 1, the second 2…</summary>
    WeightedMean,
}
