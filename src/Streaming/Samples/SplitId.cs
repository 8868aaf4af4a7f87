namespace Streaming.Samples;

/// <summary>The unit of a source's progress: a topic partition, a file.</summary>
/// <param name="Source">The source's name in the topology.</param>
/// <param name="Name">The split's name within the source; stable across runs, e.g. a path relative to the source's root.</param>
public readonly record struct SplitId(string Source, string Name) : IComparable<SplitId>
{
    /// <inheritdoc/>
    public int CompareTo(SplitId other) =>
        string.CompareOrdinal(Source, other.Source) is var c && c != 0 ? c : string.CompareOrdinal(Name, other.Name);

    /// <inheritdoc/>
    public override string ToString() => $"{Source}/{Name}";
}
