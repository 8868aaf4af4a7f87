using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Streaming.Operators.Deduplication.Substrings;

/// <summary>The runs of words in the last samples: those of a new sample push those of the oldest out.</summary>
/// <remarks>State, in the log: a digest of the parameters that shape runs (8 bytes), the number of samples (4); for each sample the number of its runs (4), and their hashes (8 each); little-endian.</remarks>
/// <param name="samples">How many samples there are room for.</param>
/// <param name="parameters">The digest: runs of other parameters mean something else.</param>
internal sealed class RunWindow(int samples, ulong parameters)
{
    private const int HeadBytes = sizeof(ulong) + sizeof(int);

    // An entry of the table, and the hash in its sample's list.
    private const long BytesPerRun = 40;

    private readonly Dictionary<ulong, int> _counts = [];
    private readonly Queue<ulong[]> _window = [];
    private readonly List<ulong[]> _unsaved = [];
    private long _runs;

    /// <summary>Bytes of memory held, about.</summary>
    public long Bytes => _runs * BytesPerRun;

    /// <summary>Whether a run is in the window.</summary>
    public bool Contains(ulong run) => _counts.ContainsKey(run);

    /// <summary>Takes a sample's runs in.</summary>
    public void Add(ReadOnlySpan<ulong> runs)
    {
        var distinct = runs.ToArray().Distinct().ToArray();
        _unsaved.Add(distinct);
        Push(distinct);
    }

    /// <summary>Writes what came in since the last call.</summary>
    public void Save(IBufferWriter<byte> log)
    {
        if (_unsaved.Count == 0)
        {
            return;
        }

        BinaryPrimitives.WriteUInt64LittleEndian(log.GetSpan(HeadBytes), parameters);
        BinaryPrimitives.WriteInt32LittleEndian(log.GetSpan(HeadBytes)[sizeof(ulong)..], _unsaved.Count);
        log.Advance(HeadBytes);
        foreach (var runs in _unsaved)
        {
            BinaryPrimitives.WriteInt32LittleEndian(log.GetSpan(sizeof(int)), runs.Length);
            log.Advance(sizeof(int));
            log.Write(MemoryMarshal.AsBytes<ulong>(runs));
        }

        _unsaved.Clear();
    }

    /// <summary>Takes in what a part of the log holds.</summary>
    /// <exception cref="BadInputException">The runs were made with other parameters.</exception>
    public void Restore(Stream log)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        while (log.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false) > 0)
        {
            if (BinaryPrimitives.ReadUInt64LittleEndian(head) != parameters)
            {
                throw new BadInputException("The table was begun with other parameters of this deduplicator; go on with those, or write to a new table.");
            }

            for (var left = BinaryPrimitives.ReadInt32LittleEndian(head[sizeof(ulong)..]); left > 0; left--)
            {
                log.ReadExactly(head[..sizeof(int)]);
                var runs = new ulong[BinaryPrimitives.ReadInt32LittleEndian(head)];
                log.ReadExactly(MemoryMarshal.AsBytes(runs.AsSpan()));
                Push(runs);
            }
        }
    }

    private void Push(ulong[] runs)
    {
        foreach (var run in runs)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, run, out _)++;
        }

        _window.Enqueue(runs);
        _runs += runs.Length;
        while (_window.Count > samples)
        {
            Drop(_window.Dequeue());
        }
    }

    private void Drop(ulong[] runs)
    {
        _runs -= runs.Length;
        foreach (var run in runs)
        {
            if (--CollectionsMarshal.GetValueRefOrAddDefault(_counts, run, out _) == 0)
            {
                _counts.Remove(run);
            }
        }
    }
}
