namespace Streaming.Operators;

/// <summary>Gives an option a name that is not its property's in snake_case: that of another program, which recipes use (<c>minNeighbors</c>).</summary>
/// <param name="name">The name in a topology.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OptionNameAttribute(string name) : Attribute
{
    /// <summary>The name in a topology.</summary>
    public string Name { get; } = name;
}
