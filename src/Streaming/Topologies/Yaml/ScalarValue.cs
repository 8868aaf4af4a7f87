using System.Globalization;
using Streaming.Operators;

namespace Streaming.Topologies;

/// <summary>Turns the text of a scalar into the value of an option.</summary>
internal static class ScalarValue
{
    /// <summary>The value, or null where the text is none; then <see cref="Expected"/> says what would be.</summary>
    public static object? Parse(string text, OptionShape shape, string? unit) => shape.Form switch
    {
        OptionForm.Text => text,
        OptionForm.Bool => Bool(text),
        OptionForm.Integer => Integer(text, shape.Type, unit),
        OptionForm.Number => Number(text, shape.Type, unit),
        OptionForm.Choice => Choice(text, shape),
        OptionForm.Duration => Quantity.Duration(text, TimeSpan.FromSeconds(1)),
        OptionForm.Size => Quantity.Bytes(text) is { } bytes ? new ByteSize(bytes) : null,
        _ => null,
    };

    /// <summary>The value that YAML's core schema sees in a scalar: in quotes a string, else null, true, false, a whole number, a number or a string.</summary>
    public static object? Any(YamlScalar scalar) => scalar switch
    {
        { IsPlain: false } => scalar.Value,
        { IsNull: true } => null,
        _ => Bool(scalar.Value)
            ?? (long.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole
                : double.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number
                : scalar.Value),
    };

    /// <summary>What a value of the shape looks like, for messages.</summary>
    public static string Expected(OptionShape shape) => shape.Form switch
    {
        OptionForm.Bool => "true or false",
        OptionForm.Integer => "a whole number such as 200, 4k or 1M",
        OptionForm.Number => "a number such as 0.5",
        OptionForm.Choice => $"one of {string.Join(", ", shape.Choices)}",
        OptionForm.Duration => "a time such as 250ms, 30s, 5m or 1h",
        OptionForm.Size => "a size such as 512MiB, 2GB or a number of bytes",
        OptionForm.List => $"a list of {shape.Element!.Title}",
        OptionForm.Map => $"names with values ({shape.Element!.Title})",
        OptionForm.Any => "a string, a number, true, false or null",
        OptionForm.Record => $"options: {shape.Title}",
        _ => "a string",
    };

    private static object? Bool(string text) => text switch
    {
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        _ => null,
    };

    private static object? Choice(string text, OptionShape shape) =>
        shape.Choices.ToList().FindIndex(choice => choice.Equals(text, StringComparison.OrdinalIgnoreCase)) is var at and >= 0 ? Enum.GetValues(shape.Type).GetValue(at) : null;

    private static object? Integer(string text, Type type, string? unit)
    {
        var whole = Quantity.Count(text) ?? unit switch
        {
            "bytes" => Quantity.Bytes(text),
            "milliseconds" => (long?)Quantity.Duration(text, TimeSpan.FromMilliseconds(1))?.TotalMilliseconds,
            "seconds" => (long?)Quantity.Duration(text, TimeSpan.FromSeconds(1))?.TotalSeconds,
            _ => (decimal?)null,
        };
        return whole switch
        {
            null => null,
            { } n when type == typeof(int) => n is >= int.MinValue and <= int.MaxValue ? (int)n : null,
            { } n when type == typeof(uint) => n is >= 0 and <= uint.MaxValue ? (uint)n : null,
            { } n when type == typeof(ulong) => n is >= 0 and <= ulong.MaxValue ? (ulong)n : null,
            { } n => n is >= long.MinValue and <= long.MaxValue ? (long)n : null,
        };
    }

    private static object? Number(string text, Type type, string? unit)
    {
        var number = text switch
        {
            ".inf" or "+.inf" => double.PositiveInfinity,
            "-.inf" => double.NegativeInfinity,
            _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var plain) && double.IsFinite(plain) => plain,
            _ when unit == "milliseconds" => Quantity.Duration(text, TimeSpan.FromMilliseconds(1))?.TotalMilliseconds,
            _ when unit == "seconds" => Quantity.Duration(text, TimeSpan.FromSeconds(1))?.TotalSeconds,
            _ => (double?)Quantity.Count(text),
        };
        return number is { } found && type == typeof(float) ? (object)(float)found : number;
    }
}
