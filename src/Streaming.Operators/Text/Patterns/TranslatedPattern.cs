using System.Text.RegularExpressions;

namespace Streaming.Operators.Text.Patterns;

/// <summary>A Python pattern in .NET's syntax.</summary>
internal sealed record TranslatedPattern
{
    /// <summary>The .NET pattern. Every capturing group has its Python number as its name.</summary>
    public required string Pattern { get; init; }

    /// <summary>Flags that hold for the whole pattern.</summary>
    public required RegexOptions Options { get; init; }

    /// <summary>The number of each named group.</summary>
    public required IReadOnlyDictionary<string, int> GroupNames { get; init; }

    /// <summary>The number of groups.</summary>
    public required int GroupCount { get; init; }

    /// <summary>
    /// Whether surrogate pairs are written out: the pattern names characters beyond the basic plane, or refers back to what a group matched, so that
    /// characters must not be stood in for by others.
    /// </summary>
    public required bool WritesPairs { get; init; }

    /// <summary>Whether it asks for borders of words, which .NET sees a little differently.</summary>
    public required bool AsksBorders { get; init; }

    /// <summary>The module that it was written for.</summary>
    public required PatternDialect Dialect { get; init; }

    /// <summary>How many different characters it names, ends of ranges included.</summary>
    public required int NamedCharacters { get; init; }
}
