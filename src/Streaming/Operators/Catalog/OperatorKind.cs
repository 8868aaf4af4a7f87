namespace Streaming.Operators;

/// <summary>What an operator is, in the words of the design.</summary>
public enum OperatorKind
{
    /// <summary>Where samples come from.</summary>
    Source,

    /// <summary>Keeps or rejects each sample.</summary>
    Filter,

    /// <summary>Changes each sample.</summary>
    Mapper,

    /// <summary>Rejects what was seen before.</summary>
    Deduplicator,

    /// <summary>Picks samples by comparing them with each other.</summary>
    Selector,

    /// <summary>Joins samples into groups, or spreads groups.</summary>
    Grouper,

    /// <summary>Makes one thing of the members of a group.</summary>
    Aggregator,

    /// <summary>Adds figures to samples.</summary>
    Scorer,

    /// <summary>Makes new samples.</summary>
    Synthesizer,

    /// <summary>Joins samples into training sequences.</summary>
    Packer,

    /// <summary>A step of no other kind.</summary>
    Other,

    /// <summary>Where samples go.</summary>
    Sink,
}

/// <summary>Where in a topology an operator may stand. A source and a sink may share a name.</summary>
public enum OperatorRole
{
    /// <summary>Under <c>sources</c>.</summary>
    Source,

    /// <summary>Under <c>steps</c>.</summary>
    Step,

    /// <summary>Under <c>sinks</c>.</summary>
    Sink,
}
