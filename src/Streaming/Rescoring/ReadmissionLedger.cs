using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Streaming.Operators;

namespace Streaming.Rescoring;

/// <summary>
/// The rejects that were let back in, ever: what is in it is never read again, however often thresholds move and whatever becomes of the files. It is part of each epoch's commit.
/// </summary>
internal sealed class ReadmissionLedger
{
    // Rows that are on their way through the operator, in order; the source puts them in, the mark takes them out.
    private readonly ConcurrentQueue<(long Position, UInt128 Key)> _underWay = new();

    // Complete before the first row is read, and not changed then.
    private readonly HashSet<UInt128> _known = [];
    private readonly List<UInt128> _unsaved = [];
    private long _count;

    /// <summary>Rows that this run let back in.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Whether a row was let back in before.</summary>
    public bool Has(UInt128 key) => _known.Contains(key);

    /// <summary>A row goes to the operator.</summary>
    public void Sent(long position, UInt128 key) => _underWay.Enqueue((position, key));

    /// <summary>A sample of a row came through the operator. Positions come in order.</summary>
    public void CameBack(long position)
    {
        while (_underWay.TryPeek(out var row) && row.Position <= position)
        {
            _ = _underWay.TryDequeue(out _);
            if (row.Position == position)
            {
                _unsaved.Add(row.Key);
                Interlocked.Increment(ref _count);
            }
        }
    }

    /// <summary>Writes what is new since the last barrier.</summary>
    public void Save(IStateWriter state)
    {
        var bytes = MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_unsaved));
        bytes.CopyTo(state.Log.GetSpan(bytes.Length));
        state.Log.Advance(bytes.Length);
        _unsaved.Clear();
    }

    /// <summary>Reads what earlier runs wrote.</summary>
    public void Restore(IStateReader state)
    {
        var key = new byte[16];
        foreach (var part in state.OpenLog())
        {
            using (part)
            {
                while (part.ReadAtLeast(key, key.Length, throwOnEndOfStream: false) == key.Length)
                {
                    _known.Add(MemoryMarshal.Read<UInt128>(key));
                }
            }
        }
    }
}
