namespace Streaming.Runtime;

/// <summary>
/// Takes the sources' batches in the order that <see cref="IIntakeOrder"/> decides, numbers them, sends each down its source's chain, and closes epochs with
/// barriers. It is one task: what it decides is the run's order.
/// </summary>
internal sealed class Intake(
    IReadOnlyList<SourceReader> readers, IEnumerable<KeyValuePair<SplitId, long>> hand, IReadOnlyList<Edge> chains, Merge? merge, IIntakeOrder order, ISteering steering, int arrivals, bool marksWindows, RunCounters counters, RunFault fault, TimeProvider time)
{
    private readonly IntakeLedger _ledger = new(hand);
    private long _sequence;
    private long _epochs;
    private long _unmarked;
    private readonly Gathering _gathering = new(readers.Count);
    private EpochSteering _steering;
    private DateTimeOffset? _opened;

    /// <summary>Runs until the input ends, <paramref name="drain"/> is asked for, or the run aborts; then completes the chains.</summary>
    /// <param name="maxEpochs">The most epochs to begin.</param>
    /// <param name="before">Waited for before an epoch begins, with how many were closed before it.</param>
    /// <param name="drain">Asks to finish.</param>
    public async Task RunAsync(long? maxEpochs, Func<long, CancellationToken, ValueTask>? before, CancellationToken drain)
    {
        using var until = CancellationTokenSource.CreateLinkedTokenSource(drain, fault.Abort);
        try
        {
            for (var begun = -1L; _epochs < (maxEpochs ?? long.MaxValue) && order.Limits is { } limits;)
            {
                await (before?.Invoke(_epochs, until.Token) ?? default);
                await steering.ReadyAsync(_epochs, until.Token);
                var again = begun == _epochs;
                begun = _epochs;
                _steering = steering.BeginEpoch(again);
                order.BeginEpoch(again);
                if (!await RunEpochAsync(limits, until.Token))
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException) when (drain.IsCancellationRequested && !fault.IsTripped)
        {
            // Drained while it waited to begin an epoch: nothing is open.
        }
        catch (Exception e) when (e is not OperationCanceledException || !fault.IsTripped)
        {
            // A source that failed gives nothing more, which the order of a replay complains of in turn: the first fault is the cause, and is kept.
            fault.Trip("source_fault", e, null);
        }
        catch (OperationCanceledException)
        {
            // The run aborts.
        }
        finally
        {
            _gathering.Drop();
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
            while (Taken(limits) < limits.Records && _ledger.Bytes < limits.Bytes && !(clock?.IsCancellationRequested ?? false))
            {
                var room = Room(limits);
                if (await order.NextAsync(readers, room, either.Token) is not { } turn)
                {
                    ended = true;
                    break;
                }

                await TakeAsync(turn, room);
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

    private long Taken(EpochLimits limits) => limits.CountsEvents ? _ledger.Events : _ledger.Records;

    private IntakeRoom Room(EpochLimits limits)
    {
        var room = new IntakeRoom(limits.Records - Taken(limits), limits.Bytes - _ledger.Bytes);
        room = marksWindows ? room.And(new(WindowMark.Every - _unmarked, long.MaxValue)) : room;
        return order.Gathers ? room.And(_gathering.Room) : room;
    }

    private async ValueTask TakeAsync(Turn turn, IntakeRoom room)
    {
        if (_ledger.Records == 0)
        {
            counters.EpochOpened(time.GetTimestamp());
            _opened = time.GetUtcNow();
        }

        if (!order.Gathers)
        {
            var run = turn.Runs[0];
            var taken = await TakeAsync(run, room);
            _ledger.Took(taken);
            await SendAsync(run.Source, new BatchFlow(_sequence++, taken.Batch.Batch, taken.Lease) { Thresholds = _steering.Thresholds });
        }
        else
        {
            await GatherAsync(turn, room);
        }

        if (marksWindows && _unmarked >= WindowMark.Every)
        {
            await SendGatheredAsync();
            await SendToAllAsync(new WindowMark(_sequence++), Merge.MarkOfAll);
        }
    }

    // As much of a run as there is room for.
    private async ValueTask<TakenBatch> TakeAsync(TurnRun run, IntakeRoom room)
    {
        var head = await readers[run.Source].PeekAsync(fault.Abort) ?? throw new InvalidOperationException("The turn's source has nothing to give.");
        return Take(run.Source, Math.Min(run.Records, Math.Min(room.Records, head.RecordsWithin(room.Bytes))));
    }

    private TakenBatch Take(int source, long records)
    {
        var taken = readers[source].Take(records);
        order.Took(source, taken);
        counters.Took(taken.Batch);
        _unmarked += taken.Records;
        return taken;
    }

    private async ValueTask GatherAsync(Turn turn, IntakeRoom room)
    {
        if (turn.Runs is [{ To: null } only])
        {
            var taken = await TakeAsync(only, room);
            _ledger.Took(taken);
            _gathering.Add(only.Source, taken);
            _gathering.Add(only.Source, taken.Batch.Split, taken.Batch.To);
        }
        else
        {
            var splits = new Dictionary<int, SplitId>();
            foreach (var part in turn.Runs.GroupBy(r => r.Source))
            {
                var taken = Take(part.Key, part.Sum(r => r.Records));
                _ledger.Moved(taken);
                _gathering.Add(part.Key, taken);
                splits.Add(part.Key, taken.Batch.Split);
            }

            foreach (var run in turn.Runs)
            {
                _ledger.Ran(splits[run.Source], run.Records);
                _gathering.Add(run.Source, splits[run.Source], run.To!.Value);
            }
        }

        if (_gathering.IsFull)
        {
            await SendGatheredAsync();
        }
    }

    private async ValueTask SendGatheredAsync()
    {
        if (_gathering.IsEmpty)
        {
            return;
        }

        var (group, parts) = _gathering.Take();
        var flows = parts.Select(p => new BatchFlow(_sequence++, p.Batch, p.Lease) { Thresholds = _steering.Thresholds }).ToList();
        try
        {
            await (merge?.ExpectAsync(group) ?? default);
        }
        catch (OperationCanceledException)
        {
            flows.ForEach(Edge.Drop);
            throw;
        }

        foreach (var flow in flows)
        {
            flow.Lease?.Send();
        }

        for (var i = 0; i < flows.Count; i++)
        {
            await chains[group.Inputs[i]].SendAsync(flows[i]);
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

        (flow as BatchFlow)?.Lease?.Send();
        await chains[source].SendAsync(flow);
    }

    private async ValueTask SendBarrierAsync(bool isEnd)
    {
        await SendGatheredAsync();
        var closed = time.GetUtcNow();
        var times = (_opened ?? closed, closed);
        _opened = null;
        await SendToAllAsync(new Barrier(_sequence++, _ledger.Close(isEnd) with { Mix = order.Record, Steering = _steering.Record, Times = times }, arrivals) { Thresholds = _steering.Thresholds }, Merge.BarrierOfAll);
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
