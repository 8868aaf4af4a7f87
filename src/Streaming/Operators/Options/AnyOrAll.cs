namespace Streaming.Operators;

/// <summary>How many of a sample's figures must be in range for it to stay.</summary>
public enum AnyOrAll
{
    /// <summary>One is enough.</summary>
    Any,

    /// <summary>All of them.</summary>
    All,
}
