namespace Streaming.Samples;

/// <summary>The column that says which stretches of a text a model is to learn, as a chat's answers: what else there is, it only reads.</summary>
/// <remarks>
/// A value is first and behind-last character, again and again: <c>[start, end, start, end, …]</c>, ascending, counted in Unicode code points, as Python counts.
/// A sample without a value is learned as a whole. Nothing may change the text between the operator that writes the column and the one that reads it.
/// </remarks>
public static class LearnedSpans
{
    /// <summary>Its usual name.</summary>
    public const string DefaultName = "learned_spans";

    /// <summary><c>list&lt;int64&gt;</c>.</summary>
    public static ColumnType Type { get; } = new ListType(ColumnType.Int64);
}
