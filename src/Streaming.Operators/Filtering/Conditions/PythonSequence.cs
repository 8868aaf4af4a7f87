namespace Streaming.Operators.Filtering.Conditions;

/// <summary>A list, tuple or set that a condition writes out.</summary>
/// <param name="Kind">Which of them.</param>
/// <param name="Items">Its items.</param>
internal sealed record PythonSequence(SequenceKind Kind, IReadOnlyList<object?> Items);

/// <summary>A struct of a sample, which is a dict to Python.</summary>
/// <param name="Names">The names of its fields.</param>
/// <param name="Values">Their values.</param>
internal sealed record PythonStruct(IReadOnlyList<string> Names, IReadOnlyList<object?> Values);

/// <summary>The kinds of sequences.</summary>
internal enum SequenceKind
{
    /// <summary><c>[a, b]</c>, and every list of a sample.</summary>
    List,

    /// <summary><c>(a, b)</c>.</summary>
    Tuple,

    /// <summary><c>{a, b}</c>.</summary>
    Set,
}
