using Streaming.Operators.Text.Patterns;

namespace Streaming.Operators.Cleaning;

/// <summary>
/// Removes IP addresses of version 4, and of version 6 in their full form, or replaces them. What precedes or follows an address does not matter: of
/// <c>1256.30.1.2</c> goes what fits.
/// </summary>
[Operator("clean_ip_mapper", Example = "{ repl: '<IP>' }")]
internal sealed class CleanIpMapper(CleanIpMapperOptions options) : Mapper
{
    private readonly PatternReplacement _replacement = new(options.Pattern ?? InternetAddresses.Pattern, options.Repl);

    protected override void Map(Sample sample) => sample.Text = options.Pattern is null
        ? MarkedRuns.Replace<InternetAddresses>(sample.Text, _replacement)
        : _replacement.Replace(sample.Text);
}

/// <summary>Options of <c>clean_ip_mapper</c>.</summary>
internal sealed record CleanIpMapperOptions
{
    /// <summary>A regular expression of addresses, in Python's syntax (also as <c>r'…'</c>); by default one of both versions.</summary>
    [PythonPattern]
    public string? Pattern { get; init; }

    /// <summary>What takes an address's place, in Python's template syntax: <c>\1</c> and <c>\g&lt;name&gt;</c> are groups.</summary>
    [ReplacementTemplate]
    public string Repl { get; init; } = "";
}
