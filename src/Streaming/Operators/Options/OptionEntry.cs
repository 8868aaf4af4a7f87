using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace Streaming.Operators;

/// <summary>One option of an operator.</summary>
/// <param name="Name">Its name in a topology.</param>
/// <param name="Property">The property of the options record.</param>
/// <param name="Shape">The shape of its value.</param>
public sealed record OptionEntry(string Name, PropertyInfo Property, OptionShape Shape)
{
    /// <summary>What the initialiser gives; null where it gives nothing.</summary>
    public object? Default { get; init; }

    /// <summary>Whether it must be given.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether <c>null</c> is a value of it.</summary>
    public bool IsNullable { get; init; }

    /// <summary>Whether it is a path, resolved against the topology's folder.</summary>
    public bool IsPath { get; init; }

    /// <summary>Whether it is a path that is written to: an address must be one of a store that the program knows.</summary>
    public bool IsOutput { get; init; }

    /// <summary>Whether a path option at which nothing lies is a name and stays as written.</summary>
    public bool IsPathOrName { get; init; }

    /// <summary>Values of a path option that are names and not resolved.</summary>
    public IReadOnlyList<string> PathNames { get; init; } = [];

    /// <summary>The bounds of the value or of each element, or null.</summary>
    public OptionRange? Range { get; init; }

    /// <summary>The values allowed, where not every one is; empty else.</summary>
    public IReadOnlyList<object> Allowed { get; init; } = [];

    /// <summary>What is checked besides range and allowed values.</summary>
    internal IReadOnlyList<ValidationAttribute> Rules { get; init; } = [];

    /// <summary>The record's documentation of it.</summary>
    public string Description => XmlDocumentation.Summary(Property);

    /// <summary>The default as a topology would say it; null where there is none.</summary>
    public string? DefaultText => IsRequired || Default is null ? null : OptionText.Of(Default);

    /// <summary>The unit of a plain number, told by type and name, or null.</summary>
    public string? Unit => Shape.Form switch
    {
        OptionForm.Duration => "seconds",
        OptionForm.Size => "bytes",
        OptionForm.Integer or OptionForm.Number => Name[(Name.LastIndexOf('_') + 1)..] switch
        {
            "ms" => "milliseconds",
            "seconds" => "seconds",
            "bytes" => "bytes",
            "tokens" => "tokens",
            _ => null,
        },
        _ => null,
    };
}

/// <summary>Bounds of a number; of bytes for sizes, of seconds for durations.</summary>
/// <param name="Minimum">The lower one, or null.</param>
/// <param name="Maximum">The upper one, or null.</param>
/// <param name="ExcludesMinimum">Whether the value must be greater than the lower one.</param>
/// <param name="ExcludesMaximum">Whether the value must be less than the upper one.</param>
public sealed record OptionRange(double? Minimum, double? Maximum, bool ExcludesMinimum, bool ExcludesMaximum)
{
    /// <summary>Whether a value lies between the bounds.</summary>
    public bool Holds(double value) =>
        (Minimum is not { } min || (ExcludesMinimum ? value > min : value >= min)) && (Maximum is not { } max || (ExcludesMaximum ? value < max : value <= max));

    /// <summary>For people: <c>at least 1</c>, <c>between 0 and 1</c>.</summary>
    public override string ToString()
    {
        var low = Minimum is { } min ? $"{(ExcludesMinimum ? "more than" : "at least")} {OptionText.Of(min)}" : null;
        var high = Maximum is { } max ? $"{(ExcludesMaximum ? "less than" : "at most")} {OptionText.Of(max)}" : null;
        return (low, high) switch
        {
            ({ }, { }) when !ExcludesMinimum && !ExcludesMaximum => $"between {OptionText.Of(Minimum!)} and {OptionText.Of(Maximum!)}",
            ({ }, { }) => $"{low} and {high}",
            _ => low ?? high ?? "any number",
        };
    }
}
