using Streaming.Operators;

namespace Streaming.Epochs;

/// <summary>What the newest commit recorded of one operator, for the splits in hand.</summary>
internal sealed class RestoredState(
    IReadOnlyList<Func<Stream>> log, IReadOnlyList<KeyValuePair<SplitId, ReadOnlyMemory<byte>>> splits) : IStateReader
{
    /// <summary>Nothing was recorded.</summary>
    public static RestoredState Empty { get; } = new([], []);

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<SplitId, ReadOnlyMemory<byte>>> Splits { get; } = splits;

    /// <inheritdoc/>
    public IEnumerable<Stream> OpenLog() => log.Select(open => open());
}
