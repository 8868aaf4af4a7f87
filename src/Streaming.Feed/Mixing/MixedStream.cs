using System.Runtime.CompilerServices;
using Apache.Arrow;
using Streaming.Feed.Streams;
using Streaming.Feed.Tables;
using Streaming.Feed.Tickets;
using Streaming.Runtime;
using Streaming.Topologies;

namespace Streaming.Feed.Mixing;

/// <summary>
/// One rank's rows of several tables by weights. At each step the table that is due (<see cref="FairShares"/>) gives a row to every rank, so that after any number of rows each rank has of each table its share, within
/// one row, and all ranks have as many. The tables' lines do not depend on the world, so that another one can go on behind any step.
/// </summary>
internal sealed class MixedStream : IFeedStream
{
    private readonly FeedTicket _ticket;
    private readonly TableLine[] _lines;
    private readonly MixShares _shares;
    private readonly double[] _weights;
    private readonly MixCursor? _from;

    private MixedStream(FeedTicket ticket, TableLine[] lines, IReadOnlyList<KeyValuePair<string, double>> tables)
    {
        (_ticket, _lines, _weights) = (ticket, lines, [.. tables.Select(t => t.Value)]);
        _shares = new(new(tables.ToDictionary(t => t.Key, t => t.Value), MixUnit.Samples), [.. tables.Select(t => t.Key)]);
        _from = ticket.Cursor is { } cursor ? MixCursor.Parse(cursor, Orders) : null;
        Schema = MixedColumns.Of(lines);
        if (Begin().At.Any(p => p.Pass >= ticket.Passes) && ticket.Exhausted != MixExhausted.Repeat)
        {
            throw new BadInputException($"The cursor stands behind pass {ticket.Passes} of a table.");
        }
    }

    /// <inheritdoc/>
    public Schema Schema { get; }

    /// <inheritdoc/>
    public IReadOnlyList<FeedTable> Tables => [.. _lines.Select(l => l.Table)];

    private ulong[] Orders => [.. _lines.Select(l => l.Order)];

    private ulong SharesHash => MixCursor.HashOf([.. _weights.Select(BitConverter.DoubleToUInt64Bits)]);

    /// <summary>Opens a stream of tables by their names. What does not fit is a <see cref="BadInputException"/>.</summary>
    public static async ValueTask<MixedStream> OpenAsync(IReadOnlyDictionary<string, FeedTable> tables, FeedTicket ticket, CancellationToken abort)
    {
        ticket.Check();
        var named = ticket.Tables!.OrderBy(t => t.Key, StringComparer.Ordinal).ToList();
        var columns = ticket.Columns ?? MixedColumns.Common([.. named.Select(t => tables[t.Key])]);
        var lines = new List<TableLine>();
        foreach (var (name, _) in named)
        {
            lines.Add(await TableLine.OpenAsync(tables[name], ticket with { Columns = columns }, 1, abort));
        }

        return new(ticket, [.. lines], named);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<BatchPlan> PlanAsync([EnumeratorCancellation] CancellationToken abort)
    {
        var (place, plan, steps) = (Begin(), new PlanBuilder(), 0);
        while (!IsOver(place))
        {
            // Many passes over a tiny table may give this rank nothing for a long time: who is gone is not planned for.
            abort.ThrowIfCancellationRequested();
            // A step that goes over a border of its table begins a batch, so that where batches end does not depend on when commits are seen.
            if (steps > 0 && !HasStep(place))
            {
                yield return Take(place, plan);
                steps = 0;
                continue;
            }

            await StepAsync(place, plan, abort);
            if (++steps == _ticket.BatchRows)
            {
                yield return Take(place, plan);
                steps = 0;
            }
        }

        if (plan.Count > 0)
        {
            yield return Take(place, plan);
        }
    }

    private bool HasStep(MixedPlace place) => place.At[Due(place)] is { Closing: not null } at && at.Delivery.Rows - at.Taken >= _ticket.World;

    // Every step is as large.
    private int Due(MixedPlace place)
    {
        Span<long> sizes = stackalloc long[_lines.Length];
        sizes.Fill(_ticket.World);
        return place.Turns.Next(sizes);
    }

    // A row for every rank, of the table that is due; where that ends within the step, of the one that is due then.
    private async ValueTask StepAsync(MixedPlace place, PlanBuilder plan, CancellationToken abort)
    {
        for (var (given, due) = (0, Due(place)); given < _ticket.World && !IsOver(place);)
        {
            switch (_lines[due].Settle(ref place.At[due]))
            {
                case LineState.Waits:
                    await _lines[due].GrowAsync(abort);
                    break;
                case LineState.Over:
                    End(place, due);
                    due = place.Turns.IsEmpty ? due : Due(place);
                    break;
                default:
                    given += Give(place, due, given, plan);
                    break;
            }
        }
    }

    private int Give(MixedPlace place, int due, int given, PlanBuilder plan)
    {
        var at = place.At[due];
        var count = (int)Math.Min(_ticket.World - given, at.Delivery.Rows - at.Taken);
        if (_ticket.Rank >= given && _ticket.Rank < given + count)
        {
            plan.Add(_lines[due], at, at.Taken + _ticket.Rank - given, due);
        }

        place.Turns.Took(due, count);
        at = at with { Taken = at.Taken + count };
        place.At[due] = at.Taken == at.Delivery.Rows ? at.Behind : at;
        return count;
    }

    // A table has given all. One that is empty cannot begin again.
    private void End(MixedPlace place, int table)
    {
        if (_ticket.Exhausted == MixExhausted.Repeat && !_lines[table].IsEmpty(place.At[table]))
        {
            place.At[table] = _lines[table].Again(place.At[table]);
        }
        else
        {
            place.Drop(table);
        }
    }

    private bool IsOver(MixedPlace place) => place.Turns.IsEmpty || _ticket.Exhausted switch
    {
        MixExhausted.Stop => place.Gone.Contains(true),
        MixExhausted.Repeat => !_weights.Where((w, i) => w > 0 && !place.Gone[i] && place.At[i].Pass < _ticket.Passes).Any(),
        _ => false,
    };

    private BatchPlan Take(MixedPlace place, PlanBuilder plan)
    {
        var entries = _lines.Select((line, i) => new MixCursor.Entry(line.CursorAt(place.At[i], 1), place.Gone[i], (long)place.Turns.Lags[i]));
        var cursor = new MixCursor(MixCursor.HashOf(Orders), SharesHash, [.. entries]);
        return plan.Take(Schema, cursor.ToString(), [.. _lines.Select((line, i) => line.ShareOf(place.At[i], plan.CountOf(i), 1))]);
    }

    private MixedPlace Begin()
    {
        if (_from is not { } from)
        {
            return new(_shares, _weights, [.. _lines.Select(l => l.First)], new bool[_lines.Length]);
        }

        // Whose weights changed is dealt anew from here on, and so is everything where a table that had ended has grown since.
        var at = _lines.Select((line, i) => line.At(from.Tables[i].At, 1)).ToArray();
        var gone = from.Tables.Select((t, i) => t.Gone && IsOver(i, at[i])).ToList();
        var isAsItWas = from.Shares == SharesHash && gone.SequenceEqual(from.Tables.Select(t => t.Gone));
        return new(_shares, _weights, at, gone, isAsItWas ? Lags(from, gone) : null);
    }

    private bool IsOver(int table, TablePlace at) => _lines[table].Settle(ref at) == LineState.Over;

    // Those of a real cursor cancel out, and a table without a share has none: so somebody is always due.
    private List<long> Lags(MixCursor from, IReadOnlyList<bool> gone)
    {
        var (lags, shares) = (from.Tables.Select(t => t.Lag).ToList(), _shares.Of(_weights, gone));
        var most = (Int128)shares.Sum() * FeedTicket.MaxWorld;
        return lags.Aggregate((Int128)0, (sum, lag) => sum + lag) == 0 && lags.Select((lag, i) => Int128.Abs(lag) <= most && (lag == 0 || shares[i] > 0)).All(fits => fits)
            ? lags
            : throw new BadInputException("The cursor is none of this server's mixed feeds: its tables are further from their shares than they can be.");
    }
}
