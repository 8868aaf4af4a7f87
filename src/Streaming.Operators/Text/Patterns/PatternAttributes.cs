using System.ComponentModel.DataAnnotations;

namespace Streaming.Operators.Text.Patterns;

/// <summary>Says that an option is a regular expression in Python's syntax, or a list of them, and refuses one that cannot be used before anything starts.</summary>
/// <param name="dialect">The module that it is written for.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PythonPatternAttribute(PatternDialect dialect = PatternDialect.Regex) : ValidationAttribute
{
    /// <summary>The module that the expression is written for.</summary>
    public PatternDialect Dialect => dialect;

    /// <inheritdoc/>
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        try
        {
            foreach (var pattern in TextsOf(value))
            {
                PythonPattern.Parse(pattern, dialect: dialect);
            }

            return ValidationResult.Success;
        }
        catch (FormatException e)
        {
            return new(e.Message, validationContext.MemberName is { } member ? [member] : null);
        }
    }

    /// <summary>The texts of an option: one, or those of a list.</summary>
    internal static IEnumerable<string> TextsOf(object? value) => value switch
    {
        string text => [text],
        IEnumerable<string> texts => texts,
        _ => [],
    };
}

/// <summary>Says that an option is a replacement in Python's template syntax, or a list of them.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ReplacementTemplateAttribute : ValidationAttribute
{
    /// <inheritdoc/>
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        try
        {
            foreach (var template in PythonPatternAttribute.TextsOf(value))
            {
                ReplacementTemplate.Parse(template);
            }

            return ValidationResult.Success;
        }
        catch (FormatException e)
        {
            return new(e.Message, validationContext.MemberName is { } member ? [member] : null);
        }
    }
}
