namespace Streaming.Operators;

/// <summary>A table has nothing to read.</summary>
/// <param name="message">Which one.</param>
public sealed class EmptyTableException(string message) : BadInputException(message);
