using Streaming.Operators;

namespace Streaming.Models.Operators.Synthesis.Questions;

/// <summary>Options of <c>optimize_qa_mapper</c>, <c>optimize_query_mapper</c> and <c>optimize_response_mapper</c>.</summary>
internal sealed record OptimizeOptions : QaOptions
{
    /// <summary>Data-Juicer's name of <c>model</c>.</summary>
    [PathOption(OrName = true)]
    public string ApiOrHfModel { get; init; } = "Qwen/Qwen2.5-7B-Instruct";

    /// <summary>Data-Juicer's word for whether the model is a folder; a folder is taken where there is one and no endpoint is given, whatever this says.</summary>
    public bool IsHfModel { get; init; } = true;

    internal override string NamedModel => ApiOrHfModel;
}
