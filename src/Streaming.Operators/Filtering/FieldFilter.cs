namespace Streaming.Operators.Filtering;

/// <summary>A filter on a field of the user's choice, which is copied into the stats.</summary>
internal abstract class FieldFilter(string key) : RuleFilter
{
    private FieldPath? _field;

    public override RowSchema Describe(RowSchema input)
    {
        var field = FieldPath.Find(key, input);
        return field.IsStat ? input : input.WithStat(key, field.Type);
    }

    public override ValueTask OpenAsync(OperatorContext context)
    {
        _field = FieldPath.Find(key, context.Input);
        return ValueTask.CompletedTask;
    }

    /// <summary>The field's value, from the stats where it was copied before.</summary>
    protected object? Value(Sample sample)
    {
        if (sample.Stats[key] is { } known)
        {
            return known;
        }

        var value = _field!.Of(sample);
        if (!_field.IsStat)
        {
            sample.Stats[key] = value;
        }

        return value;
    }
}
