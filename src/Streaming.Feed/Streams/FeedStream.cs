using System.Runtime.CompilerServices;
using Apache.Arrow;
using Streaming.Feed.Tables;
using Streaming.Feed.Tickets;

namespace Streaming.Feed.Streams;

/// <summary>One rank's rows of one table. Each delivery is dealt to the ranks in whole steps.</summary>
internal sealed class FeedStream : IFeedStream
{
    private readonly FeedTicket _ticket;
    private readonly TableLine _line;
    private readonly FeedCursor? _from;

    private FeedStream(TableLine line, FeedTicket ticket, FeedCursor? from) => (_line, _ticket, _from) = (line, ticket, from);

    /// <inheritdoc/>
    public Schema Schema => _line.Columns.Schema;

    /// <inheritdoc/>
    public IReadOnlyList<FeedTable> Tables => [_line.Table];

    /// <summary>Opens a stream. A ticket, column or cursor that does not fit is a <see cref="BadInputException"/>.</summary>
    public static async ValueTask<FeedStream> OpenAsync(FeedTable table, FeedTicket ticket, CancellationToken abort)
    {
        ticket.Check();
        var from = ticket.Cursor is { } cursor ? FeedCursor.Parse(cursor) : (FeedCursor?)null;
        var stream = new FeedStream(await TableLine.OpenAsync(table, ticket, ticket.World, abort), ticket, from);
        _ = stream.Begin();
        return stream;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<BatchPlan> PlanAsync([EnumeratorCancellation] CancellationToken abort)
    {
        var plan = new PlanBuilder();
        for (var at = Begin(); ;)
        {
            // Many passes over a tiny table may give this rank nothing for a long time: who is gone is not planned for.
            abort.ThrowIfCancellationRequested();
            switch (_line.Settle(ref at))
            {
                case LineState.Over:
                    yield break;
                case LineState.Waits:
                    await _line.GrowAsync(abort);
                    continue;
            }

            for (var mine = at.Delivery.RowsOf(_ticket.Rank, _ticket.World); at.Taken < mine;)
            {
                var until = Math.Min(mine, at.Taken + _ticket.BatchRows);
                for (var taken = at.Taken; taken < until; taken++)
                {
                    plan.Add(_line, at, (taken * _ticket.World) + _ticket.Rank);
                }

                at = at with { Taken = until };
                var place = until == mine ? at.Behind : at;
                yield return plan.Take(Schema, _line.CursorAt(place, _ticket.World).ToString(), [_line.ShareOf(place, plan.Count, _ticket.World)]);
            }

            at = at.Behind;
        }
    }

    // Where the ticket's cursor stands, or the beginning.
    private TablePlace Begin()
    {
        if (_from is not { } from)
        {
            return _line.First;
        }

        Require(from.Taken == 0 || from.World == _ticket.World, $"The cursor stands within an epoch that is dealt to {from.World} ranks. Read on with world {from.World} to the epoch's end; there another world can go on.");
        Require(from.Pass < _ticket.Passes, $"The cursor stands in pass {from.Pass + 1} of {_ticket.Passes}.");
        return _line.At(from, _ticket.World);
    }

    private static void Require(bool holds, string else_)
    {
        if (!holds)
        {
            throw new BadInputException(else_);
        }
    }
}
