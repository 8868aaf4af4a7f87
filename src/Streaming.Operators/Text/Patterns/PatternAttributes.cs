using System.ComponentModel.DataAnnotations;

namespace Streaming.Operators.Text.Patterns;

/// <summary>Says that an option is a regular expression in Python's syntax, and refuses one that cannot be used before anything starts.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PythonPatternAttribute : ValidationAttribute
{
    /// <inheritdoc/>
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        try
        {
            _ = value is string pattern ? PythonPattern.Parse(pattern) : null;
            return ValidationResult.Success;
        }
        catch (FormatException e)
        {
            return new(e.Message, validationContext.MemberName is { } member ? [member] : null);
        }
    }
}

/// <summary>Says that an option is a replacement in Python's template syntax.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ReplacementTemplateAttribute : ValidationAttribute
{
    /// <inheritdoc/>
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        try
        {
            _ = value is string template ? ReplacementTemplate.Parse(template) : null;
            return ValidationResult.Success;
        }
        catch (FormatException e)
        {
            return new(e.Message, validationContext.MemberName is { } member ? [member] : null);
        }
    }
}
