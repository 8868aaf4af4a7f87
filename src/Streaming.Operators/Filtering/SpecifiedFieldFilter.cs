using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Streaming.Operators.Filtering;

/// <summary>
/// Keeps samples whose field has one of the given values; of a list, every element must be one of them. The value is kept in the stats under the
/// field's path, unless it is a stat already.
/// </summary>
[Operator("specified_field_filter", Example = "{ field_key: __dj__stats__.lang, target_value: [en, de] }")]
internal sealed class SpecifiedFieldFilter(SpecifiedFieldFilterOptions options) : FieldFilter(options.FieldKey)
{
    protected override Rejection? Judge(Sample sample) => options.ReversedRange != Matches(Value(sample))
        ? null
        : new($"{options.FieldKey} is {(options.ReversedRange ? "" : "not ")}among the given values", null, string.Join(", ", options.TargetValue.Select(v => Convert.ToString(v, CultureInfo.InvariantCulture) ?? "null")));

    private bool Matches(object? value) => value is System.Collections.IEnumerable list and not string ? list.Cast<object?>().All(IsTarget) : IsTarget(value);

    private bool IsTarget(object? value) => options.TargetValue.Any(target => PythonEquality.AreEqual(target, value));
}

/// <summary>Options of <c>specified_field_filter</c>.</summary>
internal sealed record SpecifiedFieldFilterOptions
{
    /// <summary>The field, as a dotted path: <c>lang</c>, <c>meta.source</c>, <c>__dj__stats__.lang</c>.</summary>
    [Required]
    public string FieldKey { get; init; } = "";

    /// <summary>The values to keep: strings, numbers, true, false, null.</summary>
    public IReadOnlyList<object?> TargetValue { get; init; } = [];

    /// <summary>Keeps the samples with other values instead.</summary>
    public bool ReversedRange { get; init; }
}
