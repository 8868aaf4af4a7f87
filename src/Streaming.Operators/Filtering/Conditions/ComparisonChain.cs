namespace Streaming.Operators.Filtering.Conditions;

/// <summary>
/// Comparisons one after the other, as in <c>1 &lt; a &lt;= b</c>. With a missing value every comparison is false, also <c>==</c> and <c>!=</c>; but <c>not in</c> is true.
/// </summary>
internal static class ComparisonChain
{
    /// <summary>The operator of two words.</summary>
    public const string NotIn = "not in";

    /// <summary>The chain of some operands and the operators between them.</summary>
    public static Condition Of(IReadOnlyList<Condition> operands, IReadOnlyList<string> operators) => Condition.Test(sample =>
    {
        var left = operands[0].Of(sample);
        for (var i = 0; i < operators.Count; i++)
        {
            var right = operands[i + 1].Of(sample);
            if (!Holds(operators[i], left, right))
            {
                return false;
            }

            left = right;
        }

        return true;
    });

    private static bool Holds(string comparison, object? left, object? right) => left is null || right is null ? comparison == NotIn : comparison switch
    {
        "==" => PythonValue.Same(left, right),
        "!=" => !PythonValue.Same(left, right),
        "in" => PythonValue.Contains(right, left),
        NotIn => !PythonValue.Contains(right, left),
        "<" => PythonValue.Order(left, right) < 0,
        ">" => PythonValue.Order(left, right) > 0,
        "<=" => PythonValue.Order(left, right) <= 0,
        _ => PythonValue.Order(left, right) >= 0,
    };
}
