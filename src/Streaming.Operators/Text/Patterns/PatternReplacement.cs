namespace Streaming.Operators.Text.Patterns;

/// <summary>A pattern and what takes the place of its matches.</summary>
internal sealed class PatternReplacement
{
    private readonly PythonPattern _pattern;
    private readonly ReplacementTemplate _template;

    /// <summary>Reads both.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="template">What takes the place of matches.</param>
    /// <param name="dotAll">Whether a dot matches a line feed too.</param>
    /// <param name="dialect">The module that the pattern is written for.</param>
    /// <exception cref="BadInputException">One cannot be used, or they do not fit.</exception>
    public PatternReplacement(string pattern, string template, bool dotAll = true, PatternDialect dialect = PatternDialect.Regex)
    {
        try
        {
            _pattern = PythonPattern.Parse(pattern, dotAll, dialect);
            _template = ReplacementTemplate.Parse(template);
            _template.Check(_pattern);
        }
        catch (FormatException e)
        {
            throw new BadInputException(e.Message, e);
        }
    }

    /// <summary>Replaces every match; the same instance where nothing matches.</summary>
    public string Replace(string text) => _pattern.Replace(text, _template);
}
