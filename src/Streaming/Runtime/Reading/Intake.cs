namespace Streaming.Runtime;

/// <summary>
/// Takes the sources' batches in the order that <see cref="IIntakeOrder"/> decides, numbers them, sends each down its source's chain, and closes epochs with
/// barriers. It is one task: what it decides is the run's order.
/// </summary>
internal sealed class Intake(
    IReadOnlyList<SourceReader> readers, IEnumerable<KeyValuePair<SplitId, long>> hand, IReadOnlyList<Edge> chains, Merge? merge, IIntakeOrder order, int arrivals, bool marksWindows, RunCounters counters, RunFault fault, TimeProvider time)
{
    private readonly IntakeLedger _ledger = new(hand);
    private long _sequence;
    private long _epochs;
    private long _unmarked;

    /// <summary>Runs until the input ends, <paramref name="drain"/> is asked for, or the run aborts; then completes the chains.</summary>
    public async Task RunAsync(long? maxEpochs, CancellationToken drain)
    {
        using var until = CancellationTokenSource.CreateLinkedTokenSource(drain, fault.Abort);
        try
        {
            while (_epochs < (maxEpochs ?? long.MaxValue) && order.Limits is { } limits)
            {
                order.BeginEpoch();
                if (!await RunEpochAsync(limits, until.Token))
                {
                    break;
                }
            }
        }
        catch (Exception e) when (!fault.IsTripped)
        {
            fault.Trip("source_fault", e, null);
        }
        catch (OperationCanceledException)
        {
            // The run aborts.
        }
        finally
        {
            merge?.CompleteOrder();
            foreach (var chain in chains)
            {
                chain.Complete();
            }
        }
    }

    // False when there is nothing after it.
    private async Task<bool> RunEpochAsync(EpochLimits limits, CancellationToken until)
    {
        using var clock = limits.Every is { } every ? new CancellationTokenSource(every, time) : null;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(until, clock?.Token ?? default);
        var ended = false;
        try
        {
            while (_ledger.Records < limits.Records && _ledger.Bytes < limits.Bytes && !(clock?.IsCancellationRequested ?? false))
            {
                if (await order.NextAsync(readers, either.Token) is not { } turn)
                {
                    ended = true;
                    break;
                }

                await TakeAsync(turn, limits);
                until.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // Drained: the barrier below closes what was taken in. Or the epoch's time is over.
        }

        // A source that failed ends like one that is exhausted: its barrier must not commit as if it were. Time that passed over idle sources closes nothing.
        var passedIdle = limits.Every is not null && _ledger.Records == 0;
        if (!fault.IsTripped && (ended || !(limits.IsWholeInput || passedIdle)))
        {
            await SendBarrierAsync(ended);
            _epochs++;
        }

        return !ended && !until.IsCancellationRequested && !fault.IsTripped;
    }

    private async ValueTask TakeAsync(Turn turn, EpochLimits limits)
    {
        var reader = readers[turn.Source];
        var head = await reader.PeekAsync(fault.Abort) ?? throw new InvalidOperationException("The turn's source has nothing to give.");
        var records = Math.Min(turn.MaxRecords, Math.Min(limits.Records - _ledger.Records, head.RecordsWithin(limits.Bytes - _ledger.Bytes)));
        records = marksWindows ? Math.Min(records, WindowMark.Every - _unmarked) : records;
        var taken = reader.Take(records);
        if (_ledger.Records == 0)
        {
            counters.EpochOpened(time.GetTimestamp());
        }

        _ledger.Took(taken);
        order.Took(turn.Source, taken);
        counters.Took(taken.Batch);
        await SendAsync(turn.Source, new BatchFlow(_sequence++, taken.Batch.Batch, taken.Lease));
        _unmarked += taken.Records;
        if (marksWindows && _unmarked >= WindowMark.Every)
        {
            await SendToAllAsync(new WindowMark(_sequence++), Merge.MarkOfAll);
        }
    }

    private async ValueTask SendAsync(int source, Flow flow)
    {
        try
        {
            await (merge?.ExpectAsync(source) ?? default);
        }
        catch (OperationCanceledException)
        {
            Edge.Drop(flow);
            throw;
        }

        await chains[source].SendAsync(flow);
    }

    private async ValueTask SendBarrierAsync(bool isEnd)
    {
        await SendToAllAsync(new Barrier(_sequence++, _ledger.Close(isEnd), arrivals), Merge.BarrierOfAll);
    }

    private async ValueTask SendToAllAsync(Flow flow, int place)
    {
        _unmarked = 0;
        if (merge is not null)
        {
            await merge.ExpectAsync(place);
        }

        foreach (var chain in chains)
        {
            await chain.SendAsync(flow);
        }
    }
}
