using System.ComponentModel.DataAnnotations;
using Streaming.Operators.Text.Patterns;

namespace Streaming.Operators.Cleaning;

/// <summary>Replaces what matches one or several regular expressions, one after the other.</summary>
[Operator("replace_content_mapper", Example = "{ pattern: ['\\d{4,}', 'r''\\s+'''], repl: ['<N>', ' '] }")]
internal sealed class ReplaceContentMapper(ReplaceContentMapperOptions options) : Mapper
{
    private readonly PatternReplacement[] _replacements =
        [.. options.Pattern.Select((pattern, i) => new PatternReplacement(pattern, options.Repl.Count == 1 ? options.Repl[0] : options.Repl[i]))];

    protected override void Map(Sample sample)
    {
        foreach (var replacement in _replacements)
        {
            sample.Text = replacement.Replace(sample.Text);
        }
    }
}

/// <summary>Options of <c>replace_content_mapper</c>.</summary>
internal sealed record ReplaceContentMapperOptions : IValidatesOptions
{
    /// <summary>Regular expressions in Python's syntax (also as <c>r'…'</c>), in which a dot matches line breaks too; without any nothing is replaced.</summary>
    [PythonPattern]
    public IReadOnlyList<string> Pattern { get; init; } = [];

    /// <summary>What takes the place of a match, in Python's template syntax: one for all expressions, or one for each.</summary>
    [ReplacementTemplate, Length(1, int.MaxValue)]
    public IReadOnlyList<string> Repl { get; init; } = [""];

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate(string baseFolder)
    {
        if (Repl.Count > 1 && Repl.Count < Pattern.Count)
        {
            yield return new("repl", $"there are {Pattern.Count} patterns and {Repl.Count} replacements: give one for all, or one for each");
        }
    }
}
