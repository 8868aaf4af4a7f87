using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Streaming.Operators.Filtering;

namespace Streaming.Operators.Selection;

/// <summary>Options of <c>tags_specified_field_selector</c>.</summary>
internal sealed record TagsSpecifiedFieldSelectorOptions
{
    /// <summary>The field, as a dotted path: <c>lang</c>, <c>meta.source</c>, <c>__dj__stats__.lang</c>. Empty: all samples pass.</summary>
    public string FieldKey { get; init; } = "";

    /// <summary>The values to keep: strings, numbers, true, false, null.</summary>
    [MinLength(1)]
    public required IReadOnlyList<object?> TargetTags { get; init; }
}

/// <summary>Keeps samples whose field has one of the given values. Streams: each sample is looked at by itself, unlike in Data-Juicer also one that is alone.</summary>
[Operator("tags_specified_field_selector", Example = "{ field_key: caption, target_tags: [cat, dog] }")]
internal sealed class TagsSpecifiedFieldSelector(TagsSpecifiedFieldSelectorOptions options) : Filter
{
    private FieldPath? _field;

    public override RowSchema Describe(RowSchema input)
    {
        _field = options.FieldKey.Length > 0 ? FieldPath.Find(options.FieldKey, input) : null;
        return _field is null or { Type: ScalarType }
            ? input
            : throw new BadInputException($"The values of '{options.FieldKey}' cannot be compared: they are neither text nor numbers.");
    }

    public override ValueTask OpenAsync(OperatorContext context)
    {
        Describe(context.Input);
        return ValueTask.CompletedTask;
    }

    protected override bool Keep(Sample sample) => _field is null || options.TargetTags.Any(tag => PythonEquality.AreEqual(tag, _field.Of(sample)));

    protected override Rejection Explain(Sample sample) => new(
        $"{options.FieldKey} is not among the given values",
        null,
        string.Join(", ", options.TargetTags.Select(v => Convert.ToString(v, CultureInfo.InvariantCulture) ?? "null")));
}
