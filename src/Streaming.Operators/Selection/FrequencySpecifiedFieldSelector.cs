using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Streaming.Operators.Filtering;

namespace Streaming.Operators.Selection;

/// <summary>Options of <c>frequency_specified_field_selector</c>.</summary>
internal sealed record FrequencySpecifiedFieldSelectorOptions
{
    /// <summary>The field, as a dotted path: <c>lang</c>, <c>meta.source</c>. Empty: all samples pass.</summary>
    public string FieldKey { get; init; } = "";

    /// <summary>Which share of the values is kept. With <c>topk</c> too the smaller number counts.</summary>
    [Range(0.0, 1.0)]
    public double? TopRatio { get; init; }

    /// <summary>How many values are kept.</summary>
    [Range(1, int.MaxValue)]
    public int? Topk { get; init; }

    /// <summary>Whether the most frequent values are kept, else the rarest.</summary>
    public bool Reverse { get; init; } = true;
}

/// <summary>Keeps the samples with the most frequent (or rarest) values of a field, value after value; of equally frequent ones the one that was seen first.</summary>
/// <remarks>No value is a value too. Needs the whole input, which must be bounded: samples beyond an eighth of the run's budget lie on disk; 4 bytes a sample and the distinct values are in memory.</remarks>
[Operator("frequency_specified_field_selector", Example = "{ field_key: caption, topk: 100 }")]
internal sealed class FrequencySpecifiedFieldSelector(FrequencySpecifiedFieldSelectorOptions options) : Selector
{
    private static readonly object Nothing = new();

    private readonly Dictionary<object, int> _values = [];
    private readonly List<int> _valueOf = [];
    private FieldPath? _field;
    private long _valueBytes;

    protected override bool IsActive => options.FieldKey.Length > 0 && (options.TopRatio ?? options.Topk) is not null and not 0;

    protected override long BesideBytes => (4L * _valueOf.Capacity) + _valueBytes;

    public override RowSchema Describe(RowSchema input)
    {
        _field = IsActive ? FieldPath.Find(options.FieldKey, input) : null;
        return _field is null or { Type: ScalarType { Kind: not ScalarKind.Binary } }
            ? input
            : throw new BadInputException($"The values of '{options.FieldKey}' cannot be counted: they are neither text nor numbers.");
    }

    public override ValueTask OpenAsync(OperatorContext context)
    {
        Describe(context.Input);
        return base.OpenAsync(context);
    }

    protected override void Learn(Sample sample)
    {
        var value = Key(_field!.Of(sample));
        if (!_values.TryGetValue(value, out var number))
        {
            _values.Add(value, number = _values.Count);
            _valueBytes += 64 + (value is string text ? 2L * text.Length : 0);
        }

        _valueOf.Add(number);
    }

    protected override IReadOnlyList<int> Choose(int count)
    {
        var groups = new List<int>[_values.Count];
        for (var i = 0; i < _valueOf.Count; i++)
        {
            (groups[_valueOf[i]] ??= []).Add(i);
        }

        // The sort is stable: equally frequent values keep the order in which they were seen.
        var sorted = options.Reverse ? groups.OrderByDescending(g => g.Count) : groups.OrderBy(g => g.Count);
        return [.. sorted.Take(Share.Of(groups.Length, options.TopRatio, options.Topk)).SelectMany(g => g)];
    }

    protected override Rejection Explain(Sample sample) => new(
        $"its {options.FieldKey} is not among the {(options.Reverse ? "most frequent" : "rarest")}",
        null,
        options.TopRatio is { } ratio ? string.Create(CultureInfo.InvariantCulture, $"a share of {ratio}") : $"{options.Topk} values");

    // As Python's keys: 1, 1.0 and true are one.
    private static object Key(object? value) => value switch
    {
        null => Nothing,
        string text => text,
        bool truth => truth ? 1.0 : 0.0,
        IConvertible number when Math.Abs(number.ToDouble(CultureInfo.InvariantCulture)) <= 1L << 53 => number.ToDouble(CultureInfo.InvariantCulture),
        _ => value,
    };
}
