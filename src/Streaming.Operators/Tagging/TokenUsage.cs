using System.Globalization;
using System.Text.Json;
using Streaming.Operators.Text;

namespace Streaming.Operators.Tagging;

/// <summary>What an answer of a model cost, as services report it: OpenAI's names first, else <c>input_tokens</c> and <c>output_tokens</c>.</summary>
/// <param name="Prompt">Tokens that were read; 0 where nothing is told.</param>
/// <param name="Completion">Tokens that were written; 0 where nothing is told.</param>
/// <param name="Total">Their sum as the service told it, or null.</param>
internal readonly record struct TokenUsage(long Prompt, long Completion, long? Total)
{
    /// <summary>Reports of the same figures are one report that stands at several places.</summary>
    public (long Prompt, long Completion, long Total) Figures => (Prompt, Completion, Total ?? (Prompt + Completion));

    /// <summary>The usage of an object: under <c>usage</c> or <c>usage_metadata</c>, or its own figures; null where it is no object.</summary>
    /// <exception cref="InvalidDataException">A figure is no number.</exception>
    public static TokenUsage? Of(JsonElement? element)
    {
        if (element is not { ValueKind: JsonValueKind.Object } told)
        {
            return null;
        }

        var usage = Nested(told, "usage") ?? Nested(told, "usage_metadata");
        if (!HasFigures(usage) && HasFigures(told))
        {
            usage = told;
        }

        return new(
            Figure(usage, "prompt_tokens") is { } prompt and not 0 ? prompt : Figure(usage, "input_tokens") ?? 0,
            Figure(usage, "completion_tokens") is { } completion and not 0 ? completion : Figure(usage, "output_tokens") ?? 0,
            Figure(usage, "total_tokens"));
    }

    private static JsonElement? Nested(JsonElement told, string name) =>
        told.TryGetProperty(name, out var nested) && nested.ValueKind == JsonValueKind.Object && nested.EnumerateObject().Any() ? nested : null;

    private static bool HasFigures(JsonElement? usage) => IsTold(usage, "prompt_tokens") || IsTold(usage, "completion_tokens");

    private static bool IsTold(JsonElement? usage, string name) => usage is { } u && u.TryGetProperty(name, out var figure) && figure.ValueKind != JsonValueKind.Null;

    // Python's int(): fractions are cut, texts of digits are read.
    private static long? Figure(JsonElement? usage, string name)
    {
        if (!IsTold(usage, name))
        {
            return null;
        }

        var figure = usage!.Value.GetProperty(name);
        return figure.ValueKind switch
        {
            JsonValueKind.Number when figure.TryGetInt64(out var whole) => whole,
            JsonValueKind.Number when figure.TryGetDouble(out var number) && Math.Abs(number) < 1L << 53 => (long)number,
            JsonValueKind.True => 1,
            JsonValueKind.False => 0,
            JsonValueKind.String when figure.GetString() is { } text && long.TryParse(PythonText.Strip(text), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var read) => read,
            JsonValueKind.String when figure.GetString()!.Length == 0 => null,
            _ => throw new InvalidDataException($"'{name}' is no number of tokens: {figure.GetRawText()[..Math.Min(64, figure.GetRawText().Length)]}"),
        };
    }
}
