using System.Buffers;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Testing;

/// <summary>Operator state in memory, with the rules of a table: the log grows by a part per barrier, a split's state is replaced or ends.</summary>
public sealed class StateBook
{
    private readonly List<byte[]> _log = [];
    private SortedDictionary<SplitId, byte[]> _splits = [];

    /// <summary>The parts of the log so far; barriers at which nothing was logged add none.</summary>
    public IReadOnlyList<byte[]> Log => _log;

    /// <summary>The state of each split after the last barrier.</summary>
    public IReadOnlyDictionary<SplitId, byte[]> Splits => _splits;

    /// <summary>Takes the operator's state, as a barrier does.</summary>
    public void Save(IStateful stateful)
    {
        var page = new Page();
        stateful.Save(page);
        if (page.LogBuffer.WrittenCount > 0)
        {
            _log.Add(page.LogBuffer.WrittenSpan.ToArray());
        }

        _splits = new(page.SplitBuffers.ToDictionary(p => p.Key, p => p.Value.WrittenSpan.ToArray()));
    }

    /// <summary>Gives the operator its state back, or only that of the splits in <paramref name="inHand"/>.</summary>
    public void Restore(IStateful stateful, IReadOnlyCollection<SplitId>? inHand = null) =>
        stateful.Restore(new Reader(this, inHand));

    private sealed class Page : IStateWriter
    {
        public ArrayBufferWriter<byte> LogBuffer { get; } = new();

        public Dictionary<SplitId, ArrayBufferWriter<byte>> SplitBuffers { get; } = [];

        public IBufferWriter<byte> Log => LogBuffer;

        public IBufferWriter<byte> Split(SplitId split) =>
            SplitBuffers.TryGetValue(split, out var buffer) ? buffer : SplitBuffers[split] = new();
    }

    private sealed class Reader(StateBook book, IReadOnlyCollection<SplitId>? inHand) : IStateReader
    {
        public IReadOnlyList<KeyValuePair<SplitId, ReadOnlyMemory<byte>>> Splits { get; } =
        [
            .. book._splits.Where(s => inHand?.Contains(s.Key) ?? true)
                .Select(s => KeyValuePair.Create(s.Key, (ReadOnlyMemory<byte>)s.Value)),
        ];

        public IEnumerable<Stream> OpenLog() => book._log.Select(part => new MemoryStream(part, writable: false));
    }
}
