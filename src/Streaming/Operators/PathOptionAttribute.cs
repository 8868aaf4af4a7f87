namespace Streaming.Operators;

/// <summary>
/// Marks a string option, or a list of them, as paths: relative ones become absolute against the topology's folder before the operator sees them.
/// Addresses (<c>s3://…</c>) stay as written. A sink's <c>path</c> needs no mark. Sources leave their paths unmarked: splits are named by what the topology says.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PathOptionAttribute : Attribute;
