namespace Streaming.Operators.Filtering.Conditions;

/// <summary>A word of a condition.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The name, the sign or keyword; empty for constants and the end.</param>
/// <param name="Value">The value of a constant.</param>
/// <param name="At">Where it starts.</param>
internal readonly record struct ConditionToken(ConditionTokenKind Kind, string Text, object? Value, int At);

/// <summary>The kinds of words.</summary>
internal enum ConditionTokenKind
{
    /// <summary>A column or field.</summary>
    Name,

    /// <summary>A sign or a keyword.</summary>
    Sign,

    /// <summary>A number, a text, <c>True</c>, <c>False</c> or <c>None</c>.</summary>
    Constant,

    /// <summary>Nothing follows.</summary>
    End,
}
