using System.ComponentModel.DataAnnotations;

namespace Streaming.Operators.Selection;

/// <summary>Options of selectors that keep a share of the samples, or a number of them.</summary>
internal abstract record ShareOptions : IValidatesOptions
{
    /// <summary>Which share of the samples is kept. With <c>select_num</c> too the smaller number counts.</summary>
    [Range(0.0, 1.0)]
    public double? SelectRatio { get; init; }

    /// <summary>How many samples are kept.</summary>
    [Range(1, int.MaxValue)]
    public int? SelectNum { get; init; }

    /// <inheritdoc/>
    public virtual IEnumerable<OptionProblem> Validate(string baseFolder) =>
        (SelectRatio ?? SelectNum) is null or 0 ? [new("select_ratio", "Say which share is kept (select_ratio), or how many (select_num).")] : [];
}
