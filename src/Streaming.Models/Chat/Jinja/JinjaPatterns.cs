using System.Text.RegularExpressions;

namespace Streaming.Models.Chat.Jinja;

/// <summary>The patterns of the lexer.</summary>
internal static partial class JinjaPatterns
{
    [GeneratedRegex(@"\G\{%[-+]?\s*raw\s*[-+]?%\}")]
    public static partial Regex Raw();

    [GeneratedRegex(@"\{%[-+]?\s*endraw\s*[-+]?%\}")]
    public static partial Regex EndRaw();

    [GeneratedRegex(@"\G\d+(\.\d+)?([eE][-+]?\d+)?")]
    public static partial Regex Number();

    [GeneratedRegex(@"\G\w+")]
    public static partial Regex Name();
}
