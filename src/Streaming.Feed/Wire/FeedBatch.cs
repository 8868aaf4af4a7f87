using System.Runtime.InteropServices;
using Streaming.Feed.Gathering;
using Streaming.Feed.Reading;
using Streaming.Feed.Streams;

namespace Streaming.Feed.Wire;

/// <summary>
/// A batch on its way to a client: what describes it, bytes of its own, and slices of decoded windows. While the client does not read (<see cref="Park"/>) it holds no window, and its own bytes only as long as there
/// is room: being a function of its plan, it is made again where that is needed, byte for byte.
/// </summary>
internal sealed class FeedBatch : IDisposable
{
    // More are not held at once: their rows are copied.
    private const int MostHeld = 4;

    private static readonly byte[] Padding = new byte[8];

    private readonly BatchPlan _plan;
    private readonly WindowCache _windows;
    private readonly BatchRoom _room;
    private readonly Framing _framing;
    private readonly BodyCodec? _codec;
    private ColumnGather[] _columns = [];
    private IReadOnlyList<GatheredBytes> _packed = [];
    private IReadOnlyList<CachedWindow> _held = [];
    private RowWindow[] _gatheredFrom = [];
    private ReadOnlyMemory<byte>[] _pieces = [];
    private int _piece;
    private int _inPiece;
    private long _read;

    private FeedBatch(BatchPlan plan, WindowCache windows, BatchRoom room, Framing framing, BodyCodec? codec) =>
        (_plan, _windows, _room, _framing, _codec) = (plan, windows, room, framing, codec);

    /// <summary>All bytes that go out.</summary>
    public long Length { get; private set; }

    /// <summary>Those that are not read yet.</summary>
    public long Left => Length - _read;

    /// <summary>The bytes in memory of its own.</summary>
    public long Own { get; private set; }

    /// <summary>Its place among those that wait for their clients; the room's.</summary>
    public LinkedListNode<FeedBatch>? Parked { get; set; }

    /// <summary>Decodes and gathers, once there is room.</summary>
    public static async ValueTask<FeedBatch> LoadAsync(BatchPlan plan, WindowCache windows, BatchRoom room, Framing framing, BodyCodec? codec, CancellationToken abort)
    {
        var batch = new FeedBatch(plan, windows, room, framing, codec);
        try
        {
            await batch.GatherAsync(abort);
            return batch;
        }
        catch
        {
            batch.Dispose();
            throw;
        }
    }

    /// <summary>Copies the next bytes; as many as there are and fit.</summary>
    public int Read(Span<byte> target)
    {
        var count = 0;
        while (count < target.Length && _piece < _pieces.Length)
        {
            var from = _pieces[_piece].Span[_inPiece..];
            var taken = Math.Min(from.Length, target.Length - count);
            from[..taken].CopyTo(target[count..]);
            count += taken;
            (_piece, _inPiece) = taken == from.Length ? (_piece + 1, 0) : (_piece, _inPiece + taken);
        }

        _read += count;
        return count;
    }

    /// <summary>The client does not read for now.</summary>
    public void Park()
    {
        Release(ref _held);
        _room.Park(this);
    }

    /// <summary>It reads again.</summary>
    public async ValueTask ResumeAsync(CancellationToken abort)
    {
        // While it waits for windows it is still parked: who waits for room never waits for it.
        var held = _gatheredFrom.Length > 0 ? await _windows.TakeAsync(_plan.Windows, abort) : [];
        _held = held ?? [];
        if (_room.Unpark(this) && held is not null && held.Select(h => h.Window).SequenceEqual(_gatheredFrom))
        {
            return;
        }

        Release(ref _held);
        _room.Leave(this);
        Free();
        await GatherAsync(abort);
    }

    /// <summary>Gives its own bytes back; only the room calls it, for a batch that is parked.</summary>
    public void Free()
    {
        System.Array.ForEach(_columns, c => c?.Dispose());
        foreach (var buffer in _packed)
        {
            buffer.Dispose();
        }

        (_columns, _packed, _pieces, _gatheredFrom, Own) = ([], [], [], [], 0);
    }

    public void Dispose()
    {
        Release(ref _held);
        _room.Leave(this);
        Free();
    }

    private async ValueTask GatherAsync(CancellationToken abort)
    {
        using (await _room.GateAsync(abort))
        {
            var slices = false;
            if (_codec is null && _plan.Windows.Count <= MostHeld && await _windows.TakeAsync(_plan.Windows, abort) is { } held)
            {
                (_held, slices) = (held, true);
                _gatheredFrom = [.. held.Select(h => h.Window)];
            }

            _columns = [.. _plan.Schema.FieldsList.Select(f => ColumnGather.Of(f.DataType, slices))];
            await GatherRowsAsync(abort);
            LayOut();
            await _room.EnterAsync(this, abort);
        }
    }

    // Runs of rows of one window; where the windows are not held together, each is taken for its run and the rows are copied.
    private async ValueTask GatherRowsAsync(CancellationToken abort)
    {
        var rows = new List<int>();
        for (var i = 0; i < _plan.Rows.Count;)
        {
            var window = _plan.Rows[i].Window;
            rows.Clear();
            for (; i < _plan.Rows.Count && _plan.Rows[i].Window == window; i++)
            {
                rows.Add(_plan.Rows[i].Row);
            }

            if (_held.Count > 0)
            {
                _gatheredFrom[window].Gather(CollectionsMarshal.AsSpan(rows), _columns);
                continue;
            }

            using var use = await _windows.TakeAsync(_plan.Windows[window], abort);
            use.Window.Gather(CollectionsMarshal.AsSpan(rows), _columns);
            _room.Check(_columns.Sum(c => c.Own));
        }
    }

    private void LayOut()
    {
        var layout = new ColumnLayout();
        System.Array.ForEach(_columns, c => c.AddTo(layout));
        var buffers = layout.Buffers;
        if (_codec is { } codec)
        {
            buffers = _packed = CompressedBuffers.Of(buffers, codec);
            System.Array.ForEach(_columns, c => c.Dispose());
        }

        var lengths = buffers.Select(b => (long)b.Length).ToList();
        var description = RecordBatchMessage.Of(_plan.Rows.Count, layout, lengths, _codec, _plan.Cursor);
        var head = _framing.Before(description, _plan.Cursor, lengths.Sum(RecordBatchMessage.Padded));
        _pieces = [head, .. buffers.SelectMany(b => b.Pieces.Append(Padding.AsMemory(0, (int)(RecordBatchMessage.Padded(b.Length) - b.Length))))];
        Own = head.Length + buffers.Sum(b => (long)b.Own);
        Length = _pieces.Sum(p => (long)p.Length);
        Skip(_read);
    }

    // To where the client has read to.
    private void Skip(long read)
    {
        (_piece, _inPiece) = (0, 0);
        for (; _piece < _pieces.Length && read >= _pieces[_piece].Length; _piece++)
        {
            read -= _pieces[_piece].Length;
        }

        _inPiece = (int)read;
    }

    private static void Release(ref IReadOnlyList<CachedWindow> held)
    {
        foreach (var window in held)
        {
            window.Dispose();
        }

        held = [];
    }
}
