using System.ComponentModel.DataAnnotations;
using Streaming.Operators.Safety.Provenance;

namespace Streaming.Operators.Safety;

/// <summary>Keeps samples whose provenance, as <c>provenance_mapper</c> wrote it, is of the text that they have, and with a key those whose seal holds.</summary>
/// <remarks>Without a key only the digest is compared: that finds accidents, not forgeries.</remarks>
[Operator("provenance_filter")]
internal sealed class ProvenanceFilter(ProvenanceFilterOptions options) : RuleFilter
{
    private ProvenanceSeal? _seal;

    /// <inheritdoc/>
    public override ValueTask OpenAsync(OperatorContext context)
    {
        _seal = ProvenanceSeal.FromEnvironment(options.KeyVariable);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    protected override Rejection? Judge(Sample sample) => _seal!.Fault(sample, sample.Meta[options.ProvenanceKey] as string) is { } fault ? new(fault) : null;
}

/// <summary>Options of <c>provenance_filter</c>.</summary>
internal sealed record ProvenanceFilterOptions
{
    /// <summary>The column with the provenance.</summary>
    [MinLength(1)]
    public string ProvenanceKey { get; init; } = "provenance";

    /// <summary>The variable of the environment with the key of the seal. Empty: seals are not checked.</summary>
    public string KeyVariable { get; init; } = "";
}
