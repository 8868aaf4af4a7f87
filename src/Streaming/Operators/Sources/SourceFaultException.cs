namespace Streaming.Operators;

/// <summary>A source cannot go on: a corrupt file, a lost broker. Stops the run, naming split and position.</summary>
public sealed class SourceFaultException : Exception
{
    /// <summary>Says what happened where.</summary>
    public SourceFaultException(SplitId split, long position, string message, Exception? inner = null) : base(message, inner)
    {
        Split = split;
        Position = position;
    }

    /// <summary>Required by the framework's conventions.</summary>
    public SourceFaultException()
    {
    }

    /// <summary>Required by the framework's conventions.</summary>
    public SourceFaultException(string message) : base(message)
    {
    }

    /// <summary>Required by the framework's conventions.</summary>
    public SourceFaultException(string message, Exception inner) : base(message, inner)
    {
    }

    /// <summary>Whether records that were read before now stand in splits that were not: a table was compacted. Nothing is broken.</summary>
    public bool IsRewritten { get; init; }

    /// <summary>The split that failed.</summary>
    public SplitId Split { get; }

    /// <summary>The position at which it failed.</summary>
    public long Position { get; }
}
