using System.ComponentModel.DataAnnotations;

namespace Streaming.Operators.Filtering.Conditions;

/// <summary>Says that an option is a condition over fields, and refuses one that cannot be read before anything starts.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FieldConditionAttribute : ValidationAttribute
{
    /// <inheritdoc/>
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        try
        {
            _ = value is string { Length: > 0 } condition ? ConditionParser.Parse(condition, _ => Condition.Constant(null)) : null;
            return ValidationResult.Success;
        }
        catch (FormatException e)
        {
            return new(e.Message, validationContext.MemberName is { } member ? [member] : null);
        }
    }
}
