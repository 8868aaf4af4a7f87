using System.Buffers;
using Streaming.Operators;

namespace Streaming.Epochs;

/// <summary>What one operator handed over at a barrier.</summary>
internal sealed class StateSnapshot(string key) : IStateWriter
{
    private readonly ArrayBufferWriter<byte> _log = new();
    private readonly SortedDictionary<SplitId, ArrayBufferWriter<byte>> _splits = [];

    /// <summary>The operator's <see cref="OperatorKey"/>.</summary>
    public string Key { get; } = key;

    /// <inheritdoc/>
    public IBufferWriter<byte> Log => _log;

    /// <summary>Bytes appended to the log since the last barrier.</summary>
    public ReadOnlyMemory<byte> LogBytes => _log.WrittenMemory;

    /// <summary>The state per split, where there is any.</summary>
    public IEnumerable<KeyValuePair<SplitId, ReadOnlyMemory<byte>>> SplitBytes =>
        _splits.Where(s => s.Value.WrittenCount > 0).Select(s => KeyValuePair.Create(s.Key, s.Value.WrittenMemory));

    /// <inheritdoc/>
    public IBufferWriter<byte> Split(SplitId split)
    {
        if (!_splits.TryGetValue(split, out var writer))
        {
            _splits[split] = writer = new();
        }

        return writer;
    }
}
