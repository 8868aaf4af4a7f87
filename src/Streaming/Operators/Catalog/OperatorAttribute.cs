namespace Streaming.Operators;

/// <summary>Names an operator, source or sink; the catalogue finds it by this and by its base class.</summary>
/// <remarks>
/// The class has one public constructor that takes nothing or its options record. The record's public init properties are the options: the name in
/// snake_case (or that of <see cref="OptionNameAttribute"/>), the initialiser is the default, the XML summary the description, <see cref="System.ComponentModel.DataAnnotations.ValidationAttribute"/>s
/// (Range, AllowedValues, …) are checked before anything starts, <c>required</c> ones must be given. Types: bool, integers, double, string, object (any of the former, or null), enums
/// (snake_case), <see cref="TimeSpan"/> (<c>30s</c>), <see cref="ByteSize"/> (<c>512MiB</c>), lists, string-keyed dictionaries and nested records of these.
/// Paths carry <see cref="PathOptionAttribute"/>; a record may look further by <see cref="IValidatesOptions"/>. A Range on a size counts bytes, on a duration seconds, on a list its elements.
/// </remarks>
/// <param name="name">snake_case; Data-Juicer's name where it has the operator.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OperatorAttribute(string name) : Attribute
{
    /// <summary>The name in a topology.</summary>
    public string Name { get; } = name;

    /// <summary>A YAML example of its options, e.g. <c>{ min_len: 200 }</c>; empty where the defaults are the example. It is validated by a test.</summary>
    public string Example { get; init; } = "";

    /// <summary>Its job in the survey, where it is not that of its room.</summary>
    public SurveyJob Job { get; init; }
}
