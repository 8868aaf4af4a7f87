namespace Streaming.Operators;

/// <summary>
/// Marks a string option, or a list of them, as paths: relative ones become absolute against the topology's folder before the operator sees them.
/// Addresses (<c>s3://…</c>) stay as written. A sink's <c>path</c> needs no mark. Sources leave their paths unmarked: splits are named by what the topology says.
/// </summary>
/// <param name="names">Values that are no paths but names of something built in; they stay as written.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PathOptionAttribute(params string[] names) : Attribute
{
    /// <summary>Values that are no paths.</summary>
    public IReadOnlyList<string> Names { get; } = names;

    /// <summary>Whether it is written to: an address must then be one of a store that the program knows. Default: false.</summary>
    public bool IsOutput { get; init; }

    /// <summary>Whether a value at which no file or folder lies is a name (of a model on a hub, or behind an endpoint) and stays as written. Default: false.</summary>
    public bool OrName { get; init; }
}
