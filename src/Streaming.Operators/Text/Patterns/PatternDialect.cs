namespace Streaming.Operators.Text.Patterns;

/// <summary>Which of Python's two modules a pattern is written for. They differ in what parts of words and white space are.</summary>
internal enum PatternDialect
{
    /// <summary>The third-party <c>regex</c>: marks are parts of words, superscripts and fractions are not; U+001C to U+001F are no white space.</summary>
    Regex,

    /// <summary>Python's own <c>re</c>: letters, everything numeric and the underscore are parts of words; U+001C to U+001F are white space.</summary>
    Re,
}
