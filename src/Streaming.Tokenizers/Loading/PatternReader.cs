using System.Text.Json;
using Streaming.Tokenizers.Scanning;

namespace Streaming.Tokenizers.Loading;

/// <summary>Reads a <c>pattern</c>: <c>{"String": …}</c> or <c>{"Regex": …}</c>.</summary>
internal static class PatternReader
{
    public static SplitPattern Read(JsonElement holder)
    {
        var pattern = holder.Required("pattern");
        return pattern.OptionalText("String") is { } literal ? new LiteralPattern(literal)
            : pattern.OptionalText("Regex") is { } regex ? RegexPattern.Create(regex)
            : throw JsonFields.Missing("pattern", "a String or a Regex");
    }
}
