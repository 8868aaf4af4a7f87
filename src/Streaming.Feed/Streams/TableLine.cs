using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using Streaming.Feed.Order;
using Streaming.Feed.Reading;
using Streaming.Feed.Tables;
using Streaming.Feed.Tickets;

namespace Streaming.Feed.Streams;

/// <summary>The rows of a table in a feed's order: delivery after delivery, each cut into windows that are shuffled.</summary>
internal sealed class TableLine
{
    // Smaller windows are decoded together, so that a shuffle of few rows costs no opening of a window for each of them.
    private const int LeastRows = 64;

    private readonly OrderShape _shape;
    private readonly DeliveryLine _line;
    private readonly int _passes;
    private int[] _permutation = [];
    private (long Pass, long Start) _permuted = (-1, -1);

    private TableLine(FeedTable table, FeedColumns columns, OrderShape shape, FeedTicket ticket)
    {
        (Table, Columns, _shape, _passes) = (table, columns, shape, ticket.Passes);
        Rows = table.Rows;
        _line = DeliveryLine.Of(_shape, EpochRange.Parse(ticket.Epochs), ticket.Follow, Rows);
        Order = OrderOf(Rows.Id);
    }

    /// <summary>The table.</summary>
    public FeedTable Table { get; }

    /// <summary>The columns that are read of it.</summary>
    public FeedColumns Columns { get; }

    /// <summary>Its rows that are known; grows where the line is waited for.</summary>
    public TableRows Rows { get; private set; }

    /// <summary>A hash of table, seed and window.</summary>
    public ulong Order { get; }

    /// <summary>Looks at the table as it stands now.</summary>
    public static async ValueTask<TableLine> OpenAsync(FeedTable table, FeedTicket ticket, int world, CancellationToken abort)
    {
        await table.RefreshAsync(abort);
        return new(table, FeedColumns.Of(table, ticket.Columns), new(ticket.Seed, world, ticket.Window ?? FeedTicket.DefaultWindow, ticket.Window is > 1), ticket);
    }

    /// <summary>The beginning.</summary>
    public TablePlace First => new(0, _line.FirstRow(Rows));

    /// <summary>Where a cursor stands. One that does not fit is a <see cref="BadInputException"/>.</summary>
    /// <param name="from">The cursor.</param>
    /// <param name="ranks">How many ranks share a delivery's rows; 1 where they are not dealt by delivery.</param>
    public TablePlace At(FeedCursor from, int ranks)
    {
        Require(from.Order == Order, "The cursor is of another order: table, seed and window must be those that it came with.");
        var start = StartOf(from);
        if (from.Taken == 0)
        {
            return new(from.Pass, start);
        }

        var closing = Rows.Epochs[Math.Min(Rows.FirstFrom(from.Closing), Rows.Epochs.Length - 1)];
        var delivery = Delivery.Of(start, (closing.Start, closing.End), _shape, from.IsLast);
        Require(closing.Number == from.Closing && from.Taken <= delivery.RowsOf(0, ranks), "The cursor points behind the rows of its epoch.");
        return new(from.Pass, start) { Delivery = delivery, Closing = closing, IsLast = from.IsLast, Taken = from.Taken };
    }

    /// <summary>Goes into the next delivery, and into the next pass, where there is one.</summary>
    public LineState Settle(ref TablePlace at)
    {
        while (at.Closing is null)
        {
            if (_line.Next(Rows, at.Start) is { } next)
            {
                at = at with { Delivery = next.Delivery, Closing = next.Closing, IsLast = next.IsLast };
            }
            else if (!_line.IsOver(Rows, at.Start))
            {
                return LineState.Waits;
            }
            else if (at.Pass + 1 >= _passes || IsEmpty(at))
            {
                return LineState.Over;
            }
            else
            {
                at = Again(at);
            }
        }

        return LineState.Ready;
    }

    /// <summary>Whether the line is over without a row.</summary>
    public bool IsEmpty(TablePlace at) => _line.FirstRow(Rows) >= at.Start;

    /// <summary>The beginning of the next pass.</summary>
    public TablePlace Again(TablePlace at) => new(at.Pass + 1, _line.FirstRow(Rows));

    /// <summary>Waits for a commit.</summary>
    public async ValueTask GrowAsync(CancellationToken abort) => Rows = await Table.NewerAsync(Rows, abort);

    /// <summary>Which rows have to be decoded for a place of the delivery, and which of them it is.</summary>
    public (WindowKey Window, int Row) Find(TablePlace at, long place)
    {
        var first = at.Delivery.Start + (place / _shape.Window * _shape.Window);
        var end = Math.Min(at.Delivery.End, first + _shape.Window);
        Permute(at.Pass, first, end);
        var unit = (LeastRows + _shape.Window - 1) / _shape.Window * (long)_shape.Window;
        var start = at.Delivery.Start + (place / unit * unit);
        var row = first - start + _permutation[place - (first - at.Delivery.Start)];
        return (new(Table, Columns.Key, start, Math.Min(at.Delivery.End, start + unit)), (int)row);
    }

    /// <summary>The cursor of a place.</summary>
    public FeedCursor CursorAt(TablePlace at, int world)
    {
        // A border is behind the row before it: whether another row follows may not be known yet.
        var epoch = Rows.Epochs[Rows.EpochAt(Math.Max(0, at.Start - 1))];
        return new(Order, world, at.Pass, epoch.Number, epoch.Mark, at.Start - epoch.Start, at.Closing?.Number ?? epoch.Number, at.Taken > 0 && at.IsLast, at.Taken);
    }

    /// <summary>What streams tell of a place: the row behind those that all ranks have, and the epoch that it is of.</summary>
    public TableShare ShareOf(TablePlace at, int rows, int ranks)
    {
        var row = Math.Min(at.Start + (at.Taken * ranks), Rows.Count);
        return new(Table, rows, row, Rows.Epochs[at.Start < Rows.Count ? Rows.EpochAt(at.Start) : Rows.Epochs.Length - 1].Number);
    }

    private long StartOf(FeedCursor from)
    {
        var at = Rows.FirstFrom(from.Epoch);
        Require(
            at < Rows.Epochs.Length && Rows.Epochs[at].Number == from.Epoch && Rows.Epochs[at].Mark == from.Mark && from.Offset <= Rows.Epochs[at].End - Rows.Epochs[at].Start,
            $"The cursor points to epoch {from.Epoch} of another table, or of this one before it was made anew.");
        return Rows.Epochs[at].Start + from.Offset;
    }

    private static void Require(bool holds, string else_)
    {
        if (!holds)
        {
            throw new BadInputException(else_);
        }
    }

    private void Permute(long pass, long first, long end)
    {
        if (_permuted == (pass, first) && _permutation.Length == end - first)
        {
            return;
        }

        var epoch = Rows.Epochs[Rows.EpochAt(first)];
        _permutation = new int[end - first];
        WindowOrder.Fill(_permutation, _shape.Seed, pass, epoch.Number, first - epoch.Start);
        _permuted = (pass, first);
    }

    private ulong OrderOf(string table) =>
        XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(table)) ^ XxHash3.HashToUInt64(MemoryMarshal.AsBytes<long>([unchecked((long)_shape.Seed), _shape.Window, _shape.Crosses ? 1 : 0]));
}

/// <summary>Whether a line has rows.</summary>
internal enum LineState
{
    /// <summary>It has.</summary>
    Ready,

    /// <summary>With the next commit, perhaps.</summary>
    Waits,

    /// <summary>It has given all.</summary>
    Over,
}
