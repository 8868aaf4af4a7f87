namespace Streaming.Operators.Filtering.Conditions;

/// <summary>An expression over the fields of a sample.</summary>
/// <param name="Type">The type of its value.</param>
/// <param name="Of">Its value in a sample.</param>
internal sealed record Condition(ColumnType Type, Func<Sample, object?> Of)
{
    /// <summary>What a name behind a dot stands for, where there are such names.</summary>
    public Func<string, Condition>? Field { get; init; }

    /// <summary>One that is true or false.</summary>
    public static Condition Test(Func<Sample, bool> holds) => new(ColumnType.Bool, sample => holds(sample));

    /// <summary>A constant.</summary>
    public static Condition Constant(object? value) => new(
        value switch { bool or PythonSequence => ColumnType.Bool, long => ColumnType.Int64, double => ColumnType.Float64, _ => ColumnType.String }, _ => value);

    /// <summary>Whether it counts as true.</summary>
    public bool Holds(Sample sample) => PythonValue.Truth(Of(sample));
}
