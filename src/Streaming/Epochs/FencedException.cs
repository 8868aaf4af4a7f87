namespace Streaming.Epochs;

/// <summary>Another worker moved a split that this one believed to hold: this worker's open epoch must be abandoned (protocol rule 5).</summary>
public sealed class FencedException : Exception
{
    /// <summary>Required by the framework's conventions.</summary>
    public FencedException()
    {
    }

    /// <summary>Required by the framework's conventions.</summary>
    public FencedException(string message) : base(message)
    {
    }

    /// <summary>Required by the framework's conventions.</summary>
    public FencedException(string message, Exception inner) : base(message, inner)
    {
    }

    /// <summary>Names the split and the entry that touched it.</summary>
    public FencedException(SplitId split, long version)
        : base($"Another worker committed split '{split}' in version {version}: this one is fenced and stops. Nothing of its open epoch is visible.") => Split = split;

    /// <summary>The split.</summary>
    public SplitId Split { get; }
}
