using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Apache.Arrow;
using Streaming.Feed.Gathering;
using Streaming.Feed.Order;
using Streaming.Feed.Reading;
using Streaming.Feed.Tables;
using Streaming.Feed.Tickets;

namespace Streaming.Feed.Streams;

/// <summary>One rank's rows, batch by batch.</summary>
internal sealed class FeedStream
{
    private readonly FeedTable _table;
    private readonly FeedTicket _ticket;
    private readonly WindowCache _windows;
    private readonly FeedColumns _columns;
    private readonly OrderShape _shape;
    private readonly DeliveryLine _line;
    private readonly ulong _order;
    private readonly FeedCursor? _from;
    private int[] _permutation = [];
    private (long Pass, long Start) _permuted = (-1, -1);

    private FeedStream(FeedTable table, FeedTicket ticket, WindowCache windows, FeedColumns columns, FeedCursor? from)
    {
        (_table, _ticket, _windows, _columns, _from) = (table, ticket, windows, columns, from);
        _shape = new(ticket.Seed, ticket.World, ticket.Window ?? FeedTicket.DefaultWindow, ticket.Window is > 1);
        _line = DeliveryLine.Of(_shape, EpochRange.Parse(ticket.Epochs), ticket.Follow, table.Rows);
        _order = OrderOf(table.Rows.Id);
    }

    /// <summary>The types of the columns.</summary>
    public Schema Schema => _columns.Schema;

    /// <summary>Opens a stream. A ticket, column or cursor that does not fit is a <see cref="BadInputException"/>.</summary>
    public static async ValueTask<FeedStream> OpenAsync(FeedTable table, FeedTicket ticket, WindowCache windows, CancellationToken abort)
    {
        ticket.Check();
        await table.RefreshAsync(abort);
        var stream = new FeedStream(table, ticket, windows, FeedColumns.Of(table, ticket.Columns), ticket.Cursor is { } cursor ? FeedCursor.Parse(cursor) : null);
        _ = stream.Begin(table.Rows);
        return stream;
    }

    /// <summary>The batches. Each is the caller's, to be disposed before the next is asked for.</summary>
    public async IAsyncEnumerable<FeedBatch> ReadAsync([EnumeratorCancellation] CancellationToken abort)
    {
        var rows = _table.Rows;
        var at = Begin(rows);
        while (true)
        {
            if (at.Closing is null && _line.Next(rows, at.Start) is { } next)
            {
                at = at with { Delivery = next.Delivery, Closing = next.Closing, IsLast = next.IsLast };
            }
            else if (at.Closing is null && !_line.IsOver(rows, at.Start))
            {
                rows = await _table.NewerAsync(rows, abort);
                continue;
            }
            else if (at.Closing is null)
            {
                if (at.Pass + 1 >= _ticket.Passes || _line.FirstRow(rows) >= at.Start)
                {
                    yield break;
                }

                at = new(at.Pass + 1, _line.FirstRow(rows));
                continue;
            }

            for (var mine = at.Delivery.RowsOf(_ticket.Rank, _shape.World); at.Taken < mine;)
            {
                var taken = Math.Min(mine, at.Taken + _ticket.BatchRows);
                var batch = await GatherAsync(rows, at, taken, taken == mine, abort);
                at = at with { Taken = taken };
                yield return batch;
            }

            at = new(at.Pass, at.Delivery.End);
        }
    }

    // Where the ticket's cursor stands, or the beginning.
    private Place Begin(TableRows rows)
    {
        if (_from is not { } from)
        {
            return new(0, _line.FirstRow(rows));
        }

        Require(from.Order == _order, "The cursor is of another order: table, seed and window must be those that it came with.");
        Require(from.Taken == 0 || from.World == _shape.World, $"The cursor stands within an epoch that is dealt to {from.World} ranks. Read on with world {from.World} to the epoch's end; there another world can go on.");
        Require(from.Pass < _ticket.Passes, $"The cursor stands in pass {from.Pass + 1} of {_ticket.Passes}.");
        var start = StartOf(rows, from);
        if (from.Taken == 0)
        {
            return new(from.Pass, start);
        }

        var closing = rows.Epochs[Math.Min(rows.FirstFrom(from.Closing), rows.Epochs.Length - 1)];
        var delivery = Delivery.Of(start, (closing.Start, closing.End), _shape, from.IsLast);
        Require(closing.Number == from.Closing && from.Taken <= delivery.RowsOf(_ticket.Rank, _shape.World), "The cursor points behind the rows of its epoch.");
        return new(from.Pass, start) { Delivery = delivery, Closing = closing, IsLast = from.IsLast, Taken = from.Taken };
    }

    private static long StartOf(TableRows rows, FeedCursor from)
    {
        var at = rows.FirstFrom(from.Epoch);
        Require(
            at < rows.Epochs.Length && rows.Epochs[at].Number == from.Epoch && rows.Epochs[at].Mark == from.Mark && from.Offset <= rows.Epochs[at].End - rows.Epochs[at].Start,
            $"The cursor points to epoch {from.Epoch} of another table, or of this one before it was made anew.");
        return rows.Epochs[at].Start + from.Offset;
    }

    private static void Require(bool holds, string else_)
    {
        if (!holds)
        {
            throw new BadInputException(else_);
        }
    }

    private async ValueTask<FeedBatch> GatherAsync(TableRows rows, Place at, long until, bool isEnd, CancellationToken abort)
    {
        var columns = new ColumnGather[_columns.Names.Count];
        try
        {
            for (var c = 0; c < columns.Length; c++)
            {
                columns[c] = ColumnGather.Of(Schema.FieldsList[c].DataType);
            }

            for (var taken = at.Taken; taken < until;)
            {
                taken = await GatherWindowAsync(rows, at, taken, until, columns, abort);
            }

            return new(Schema, columns, CursorAt(rows, at with { Taken = until }, isEnd));
        }
        catch
        {
            System.Array.ForEach(columns, c => c?.Dispose());
            throw;
        }
    }

    // The rank's rows among those of one window.
    private async ValueTask<long> GatherWindowAsync(TableRows rows, Place at, long taken, long until, ColumnGather[] columns, CancellationToken abort)
    {
        var place = (taken * _shape.World) + _ticket.Rank;
        var first = at.Delivery.Start + (place / _shape.Window * _shape.Window);
        var end = Math.Min(at.Delivery.End, first + _shape.Window);
        Permute(rows, at.Pass, first, end);
        var places = new int[(int)Math.Min(until - taken, ((end - at.Delivery.Start - place - 1) / _shape.World) + 1)];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = _permutation[place + ((long)i * _shape.World) - (first - at.Delivery.Start)];
        }

        using var use = await _windows.TakeAsync(_table, _columns, first, end, abort);
        use.Window.Gather(places, columns);
        return taken + places.Length;
    }

    private void Permute(TableRows rows, long pass, long first, long end)
    {
        if (_permuted == (pass, first))
        {
            return;
        }

        var epoch = rows.Epochs[rows.EpochAt(first)];
        _permutation = new int[end - first];
        WindowOrder.Fill(_permutation, _shape.Seed, pass, epoch.Number, first - epoch.Start);
        _permuted = (pass, first);
    }

    private FeedCursor CursorAt(TableRows rows, Place at, bool isEnd)
    {
        var row = isEnd ? at.Delivery.End : at.Start;

        // Behind the last row that there is, the place is the end of the last epoch.
        var epoch = rows.Epochs[row < rows.Count ? rows.EpochAt(row) : rows.Epochs.Length - 1];
        return new(_order, _shape.World, at.Pass, epoch.Number, epoch.Mark, row - epoch.Start, at.Closing!.Value.Number, !isEnd && at.IsLast, isEnd ? 0 : at.Taken);
    }

    private ulong OrderOf(string table) =>
        XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(table)) ^ XxHash3.HashToUInt64(MemoryMarshal.AsBytes<long>([unchecked((long)_shape.Seed), _shape.Window, _shape.Crosses ? 1 : 0]));

    /// <summary>Where a stream stands.</summary>
    private readonly record struct Place(long Pass, long Start)
    {
        public Delivery Delivery { get; init; }

        // The epoch that released the delivery; null at a border.
        public FeedEpoch? Closing { get; init; }

        public bool IsLast { get; init; }

        public long Taken { get; init; }
    }
}
