using Streaming.Operators.Filtering.Conditions;

namespace Streaming.Operators.Filtering;

/// <summary>
/// Keeps samples for which a condition holds: a small part of Python with <c>and</c>, <c>or</c>, <c>not</c>, chains of comparisons, <c>in</c>, constants and lists,
/// over columns, fields of structs, tags (<c>__dj__meta__.lang</c>) and stats (<c>__dj__stats__.text_len</c>). It is read before anything starts, never run as code.
/// Its value is kept in the stats.
/// </summary>
/// <remarks>A comparison with a missing value is false, also <c>== None</c> and <c>!= None</c>; only <c>not in</c> is true then. Values without a common order (<c>1 &lt; 'a'</c>) are a fault of the sample.</remarks>
[Operator("general_field_filter", Example = "{ filter_condition: \"10 < __dj__stats__.quality <= 30 and text != 'nothing here'\" }")]
internal sealed class GeneralFieldFilter(GeneralFieldFilterOptions options) : Filter
{
    private const string Stat = "general_field_filter_condition";

    private Condition? _condition;

    public override RowSchema Describe(RowSchema input) => Read(input, _ => { }) is { } condition ? input.WithStat(Stat, condition.Type) : input;

    public override ValueTask OpenAsync(OperatorContext context)
    {
        _condition = Read(context.Input, context.Warn);
        return ValueTask.CompletedTask;
    }

    protected override bool Keep(Sample sample)
    {
        var value = sample.Stats[Stat];
        if (value is null)
        {
            if (_condition is null)
            {
                return true;
            }

            value = _condition.Of(sample);
            sample.Stats[Stat] = value switch
            {
                PythonStruct s => s.Values.ToArray(),
                PythonSequence => PythonValue.Truth(value),
                _ => value,
            };
        }

        return PythonValue.Truth(value);
    }

    protected override Rejection Explain(Sample sample) => new("the condition does not hold", null, options.FilterCondition);

    private Condition? Read(RowSchema schema, Action<string> warn)
    {
        try
        {
            return options.FilterCondition.Length == 0 ? null : ConditionParser.Parse(options.FilterCondition, name => SampleField.Of(name, schema, warn));
        }
        catch (FormatException e)
        {
            throw new BadInputException(e.Message, e);
        }
    }
}

/// <summary>Options of <c>general_field_filter</c>.</summary>
internal sealed record GeneralFieldFilterOptions
{
    /// <summary>The condition, in Python's syntax; empty keeps every sample.</summary>
    [FieldCondition]
    public string FilterCondition { get; init; } = "";
}
