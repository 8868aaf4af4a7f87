using Streaming.Operators.Text.Patterns;

namespace Streaming.Operators.Cleaning;

/// <summary>Removes e-mail addresses from the text, or replaces them.</summary>
[Operator("clean_email_mapper", Example = "{ repl: '<EMAIL>' }")]
internal sealed class CleanEmailMapper(CleanEmailMapperOptions options) : Mapper
{
    private readonly PatternReplacement _replacement = new(options.Pattern ?? Addresses.Pattern, options.Repl);

    protected override void Map(Sample sample) => sample.Text = options.Pattern is null
        ? MarkedRuns.Replace<Addresses>(sample.Text, _replacement)
        : _replacement.Replace(sample.Text);
}

/// <summary>Options of <c>clean_email_mapper</c>.</summary>
internal sealed record CleanEmailMapperOptions
{
    /// <summary>A regular expression of addresses, in Python's syntax (also as <c>r'…'</c>); by default a common one.</summary>
    [PythonPattern]
    public string? Pattern { get; init; }

    /// <summary>What takes an address's place, in Python's template syntax: <c>\1</c> and <c>\g&lt;name&gt;</c> are groups.</summary>
    [ReplacementTemplate]
    public string Repl { get; init; } = "";
}
