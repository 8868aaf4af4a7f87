using Streaming.Operators;

namespace Streaming.Models.Operators.Synthesis.Aggregation;

/// <summary>Options of operators that make one thing of a group.</summary>
internal abstract record AggregateOptions : DataJuicerOptions
{
    /// <summary>Data-Juicer's name of <c>model</c>.</summary>
    [PathOption(OrName = true)]
    public string ApiModel { get; init; } = "gpt-4o";

    /// <summary>What the model is told before it is asked; empty: what the operator says.</summary>
    public string SystemPrompt { get; init; } = "";

    internal sealed override string NamedModel => ApiModel;
}
