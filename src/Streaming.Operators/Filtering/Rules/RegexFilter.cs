using System.ComponentModel.DataAnnotations;
using Streaming.Operators.Text.Patterns;

namespace Streaming.Operators.Filtering.Rules;

/// <summary>Rejects texts in which a regular expression of Python's <c>re</c> module is found anywhere, as datatrove's filter of that name.</summary>
/// <remarks>Patterns that need no looking around run in time linear in the text; others that take ten seconds for a text make a dead letter of it.</remarks>
[Operator("regex_filter", Example = "{ regex_exp: 'cookies? policy' }")]
internal sealed class RegexFilter : RuleFilter
{
    private readonly PythonPattern _pattern;

    /// <summary>With the options.</summary>
    public RegexFilter(RegexFilterOptions options)
    {
        try
        {
            _pattern = PythonPattern.Parse(ReDialect.ToRegexModule(options.RegexExp), dotAll: false);
        }
        catch (FormatException e)
        {
            throw new BadInputException(e.Message, e);
        }
    }

    protected override Rejection? Judge(Sample sample) => _pattern.IsIn(sample.Text) ? new("the pattern is found") : null;
}

/// <summary>Options of <c>regex_filter</c>.</summary>
internal sealed record RegexFilterOptions
{
    /// <summary>The pattern, in the syntax of Python's <c>re</c>.</summary>
    [Required]
    public string RegexExp { get; init; } = "";
}
