using System.ComponentModel.DataAnnotations;
using Streaming.Models.Operators.Losses;
using Streaming.Operators;

namespace Streaming.Models.Operators.Filtering;

/// <summary>
/// Keeps samples that help a language model with a task in the measure between <c>min_score</c> and <c>max_score</c>: the loss of each validation answer without the sample,
/// divided by that with the sample as an example before it; their mean. Above 1 the sample helps.
/// </summary>
[Operator("in_context_influence_filter", Example = "{ hf_model: models/llama, valid_dataset: [{ text: The boats lay in the harbour. }], min_score: 0.9 }", Job = SurveyJob.Instructions)]
internal sealed class InContextInfluenceFilter(InContextInfluenceFilterOptions options) : LossFilter(options, "in_context_influence")
{
    private IReadOnlyList<IReadOnlyList<string>> _valid = [];
    private double[] _validLosses = [];

    public override async ValueTask OpenAsync(OperatorContext context)
    {
        await base.OpenAsync(context);
        try
        {
            _valid = [.. options.ValidDataset.Take(options.NShot ?? int.MaxValue).Select(record => Conversation.Of(record, options.TaskDesc))];
            _validLosses = options.ValidAsDemo ? [] : Model.Measure([.. _valid.Select(turns => Model.Prepare([.. turns]))]);
        }
        catch (InvalidDataException e)
        {
            throw new BadInputException($"The option valid_dataset cannot be used: {e.Message}", e);
        }
    }

    protected override IEnumerable<IReadOnlyList<string>> Ask(IReadOnlyList<string> turns) => options.ValidAsDemo
        ? _valid.Select(valid => (IReadOnlyList<string>)[.. valid, .. turns]).Prepend(turns)
        : _valid.Select(valid => (IReadOnlyList<string>)[.. turns, .. valid]);

    protected override double Figure(double[] losses) => options.ValidAsDemo
        ? losses.Skip(1).Average(with => losses[0] / with)
        : losses.Zip(_validLosses, (with, without) => without / with).Average();
}

/// <summary>Options of <c>in_context_influence_filter</c>.</summary>
internal sealed record InContextInfluenceFilterOptions : LossFilterOptions
{
    /// <summary>Samples of the task, each with the columns that the templates name.</summary>
    [MinLength(1)]
    public IReadOnlyList<IReadOnlyDictionary<string, object?>> ValidDataset { get; init; } = [];

    /// <summary>What the task is; said before each of its samples.</summary>
    public string? TaskDesc { get; init; }

    /// <summary>Turns it round: the validation samples are examples, and the sample's own answer is measured.</summary>
    public bool ValidAsDemo { get; init; }

    /// <summary>How many validation samples are used, from the first; all by default.</summary>
    [Range(1, int.MaxValue)]
    public int? NShot { get; init; }
}
