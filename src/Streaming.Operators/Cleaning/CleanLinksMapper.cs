using Streaming.Operators.Text.Patterns;

namespace Streaming.Operators.Cleaning;

/// <summary>Removes links (http, https, ftp, mailto, www…) from the text, or replaces them.</summary>
[Operator("clean_links_mapper", Example = "{ repl: '<URL>' }")]
internal sealed class CleanLinksMapper(CleanLinksMapperOptions options) : Mapper
{
    private readonly PatternReplacement _replacement = new(options.Pattern ?? Links.Pattern, options.Repl);

    protected override void Map(Sample sample) => sample.Text = options.Pattern is null
        ? Links.Replace(sample.Text, _replacement)
        : _replacement.Replace(sample.Text);
}

/// <summary>Options of <c>clean_links_mapper</c>.</summary>
internal sealed record CleanLinksMapperOptions
{
    /// <summary>A regular expression of links, in Python's syntax (also as <c>r'…'</c>); by default the one known as Gruber's.</summary>
    [PythonPattern]
    public string? Pattern { get; init; }

    /// <summary>What takes a link's place, in Python's template syntax: <c>\1</c> and <c>\g&lt;name&gt;</c> are groups.</summary>
    [ReplacementTemplate]
    public string Repl { get; init; } = "";
}
