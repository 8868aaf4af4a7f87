using Streaming.Operators;

namespace Streaming.Models.Operators.Synthesis.Extraction;

/// <summary>Options of operators that extract from texts. Answers are JSON, checked and repaired: Data-Juicer's delimiters and patterns have no counterpart.</summary>
internal abstract record ExtractOptions : DataJuicerOptions
{
    /// <summary>Data-Juicer's name of <c>model</c>.</summary>
    [PathOption(OrName = true)]
    public string ApiModel { get; init; } = "gpt-4o";

    /// <summary>Whether the text is emptied afterwards.</summary>
    public bool DropText { get; init; }

    internal sealed override string NamedModel => ApiModel;
}
