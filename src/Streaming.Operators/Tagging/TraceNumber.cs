using System.Text.Json;
using Streaming.Operators.Text;

namespace Streaming.Operators.Tagging;

/// <summary>Figures of agents' traces, which come as numbers and as texts of numbers.</summary>
internal static class TraceNumber
{
    /// <summary>The figure; null where there is none.</summary>
    /// <exception cref="InvalidDataException">It is no number.</exception>
    public static double? Of(object? value) => value switch
    {
        null => null,
        long whole => whole,
        double number => number,
        bool truth => truth ? 1 : 0,
        string text => PythonFloat.Parse(text) ?? throw Refused(text),
        _ => throw Refused(value.ToString()!),
    };

    /// <summary>The figure that JSON holds; null where it is none.</summary>
    public static double? Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetDouble(out var number) => number,
        JsonValueKind.String => PythonFloat.Parse(value.GetString()!),
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        _ => null,
    };

    private static InvalidDataException Refused(string text) => new($"'{text[..Math.Min(64, text.Length)]}' is no number.");
}
