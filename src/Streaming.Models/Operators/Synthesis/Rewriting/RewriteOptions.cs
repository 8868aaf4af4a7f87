using System.ComponentModel.DataAnnotations;
using Streaming.Samples;

namespace Streaming.Models.Operators.Synthesis.Rewriting;

/// <summary>Options of operators that write a text anew.</summary>
internal abstract record RewriteOptions : SynthesisOptions
{
    /// <summary>What the model is told to do; empty: the operator's own words.</summary>
    public string SystemPrompt { get; init; } = "";

    /// <summary>The column that is read.</summary>
    [MinLength(1)]
    public string From { get; init; } = KnownColumns.Text;

    /// <summary>The column that is written.</summary>
    [MinLength(1)]
    public string Into { get; init; } = KnownColumns.Text;
}
