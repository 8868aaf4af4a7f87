using System.ComponentModel.DataAnnotations;
using Streaming.Operators.Safety.Provenance;

namespace Streaming.Operators.Safety;

/// <summary>
/// Writes into a column where each sample is from, as JSON: its id, source, split, position, run, the samples it was made of, the columns asked for (licence, address…), and the SHA-256 of its text; with a key in the
/// environment also a seal (HMAC-SHA256) that <c>provenance_filter</c> checks.
/// </summary>
/// <remarks>A mark that travels in the metadata: whoever takes a sample out of the table takes it along. It does not mark the text itself, and whoever drops the column drops the mark.</remarks>
[Operator("provenance_mapper", Example = "{ columns: [license, url] }")]
internal sealed class ProvenanceMapper(ProvenanceMapperOptions options) : Mapper
{
    private ProvenanceSeal? _seal;

    /// <inheritdoc/>
    public override RowSchema Describe(RowSchema input) => input.With(new(options.Into, ColumnType.String));

    /// <inheritdoc/>
    public override ValueTask OpenAsync(OperatorContext context)
    {
        _seal = ProvenanceSeal.FromEnvironment(options.KeyVariable);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    protected override void Map(Sample sample) => sample.Meta[options.Into] = _seal!.Of(sample, options.Columns);
}

/// <summary>Options of <c>provenance_mapper</c>.</summary>
internal sealed record ProvenanceMapperOptions
{
    /// <summary>The column for it.</summary>
    [MinLength(1)]
    public string Into { get; init; } = "provenance";

    /// <summary>Columns to take into it: texts, numbers, flags and lists of texts; those that are not there are null in it.</summary>
    public IReadOnlyList<string> Columns { get; init; } = ["license", "url"];

    /// <summary>The variable of the environment with the key of the seal: 16 bytes or more in base64. Empty: no seal.</summary>
    public string KeyVariable { get; init; } = "";
}
