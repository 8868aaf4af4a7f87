using System.Text.RegularExpressions;
using Streaming.Operators.Text;

namespace Streaming.Operators.Tagging.Dialogs;

/// <summary>The skills that messages name: the folder of a <c>SKILL.md</c>, or a heading of one word.</summary>
internal static class AgentSkills
{
    // Python's white space has four separators more than .NET's. What does not go back over a text takes time in proportion to it, whatever the text.
    private const string Blank = @"[\s\x1C-\x1F]";
    private const string HeadingEnd = $@"{Blank}*(?:\n|$)";

    private static readonly Regex[] _patterns =
    [
        Linear(@"[/\\]([a-zA-Z][a-zA-Z0-9_]*)[/\\]SKILL\.md", RegexOptions.IgnoreCase),
        Linear($@"##{Blank}+([a-zA-Z][a-zA-Z0-9_]*(?:\.[a-zA-Z0-9_]+)?){HeadingEnd}"),
        Linear($@"##{Blank}+([\u4e00-\u9fff][\u4e00-\u9fff0-9_\-]{{1,32}}){HeadingEnd}"),
        Linear($@"Check{Blank}+[""'].*?([a-zA-Z][a-zA-Z0-9_]*)/SKILL\.md", RegexOptions.IgnoreCase),
    ];

    /// <summary>The skills, each once, in the order in which they are found.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<TraceMessage> messages) =>
        [.. messages.SelectMany(message => _patterns.SelectMany(p => p.Matches(message.Content))).Select(match => PythonText.Strip(match.Groups[1].Value).ToString()).Distinct()];

    private static Regex Linear(string pattern, RegexOptions more = RegexOptions.None) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | more);
}
