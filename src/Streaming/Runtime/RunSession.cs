using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using Streaming.Epochs;
using Streaming.Operators;
using Streaming.Telemetry;

namespace Streaming.Runtime;

/// <summary>One graph of a run, from opened operators to the report.</summary>
internal sealed class RunSession(Plan plan, RunOptions options, Outputs outputs, EpochCoordinator coordinator, RunCounters counters) : IAsyncDisposable
{
    private readonly RunFault _fault = new();
    private readonly List<string> _scratch = [];
    private readonly List<IMemoryAccount> _accounts = [];
    private ISteering _steering = new RecordedSteering(plan.Control.Thresholds, []);
    private Graph? _graph;
    private IReadOnlyList<CommittedPosition> _positions = [];
    private long _heldAtStart;
    private long _heldAtEnd;

    /// <summary>The graph's fault, or null.</summary>
    public RunError? Error => _fault.Error;

    /// <summary>Opens the operators and gives them their state back.</summary>
    public async ValueTask OpenAsync(RunStart start)
    {
        outputs.StartCompaction();
        if (plan.Spec.Text is { } text)
        {
            await TopologyRecord.WriteAsync(outputs.Tables[0].Store, plan.Spec, text, CancellationToken.None);
        }

        foreach (var node in plan.Operators)
        {
            var scratch = new Lazy<string>(() => MakeScratch(node));
            await node.Operator.OpenAsync(new()
            {
                Name = node.Name,
                Seed = XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(node.StateKey), (long)plan.Spec.Seed),
                Input = node.Input,
                Memory = OpenAccount(),
                ScratchFolder = () => scratch.Value,
                KeptFolder = plan.KeptFolder,
                Pipeline = plan.Spec.Name,
                Time = options.Time,
                Warn = counters.Warnings.Telling(options.Warn),
            });
            if (node.State is { } state)
            {
                state.Restore(start.Restore is null ? await coordinator.RestoreAsync(node.StateKey, CancellationToken.None) : await start.Restore(node.StateKey));
                _heldAtStart += state.Held;
            }
        }

        _steering = start.Steering is { } recorded ? new RecordedSteering(plan.Control.Thresholds, recorded) : new LiveSteering(plan.Control, coordinator.Newest?.Steering);
        coordinator.Models = UsedModels.Of(plan.Operators);
        coordinator.Runtimes = UsedModels.RuntimesOf(plan.Operators);
    }

    /// <summary>Runs to the end, a drain, or the first fault.</summary>
    public async Task<RunReport> RunAsync(SplitPositions from, IIntakeOrder? order, CancellationToken drain) =>
        await RunAsync(from, order, HeldSplits.All, drain);

    /// <summary>Runs with the splits in hand, until they are taken away, or to the end, a drain, or the first fault.</summary>
    public async Task<RunReport> RunAsync(SplitPositions from, IIntakeOrder? order, HeldSplits hand, CancellationToken drain)
    {
        using var keeper = options.OwnsProcess ? new HeapKeeper(plan.Budget) : null;
        using var until = CancellationTokenSource.CreateLinkedTokenSource(drain, hand.Ending);
        await using var lost = hand.Lost.Register(() => _fault.Trip(new RunError(RunFault.HandLost, "The splits in hand were given to another worker; the open epoch is abandoned.", null, null, null, null)));
        counters.StartAt(coordinator.Version);
        var alreadyRead = from.Next.Values.Sum();
        using var meter = new EngineMeter(plan.Retried is null ? plan.Spec.Name : $"{plan.Spec.Name} retry {plan.Retried}", options.Time, () => Snapshot(alreadyRead));
        var commits = new CommitLine(coordinator, outputs.Tables.Count, counters, _fault, meter, plan.Spec.MaxDeadLetterRatio, _heldAtStart, epoch => Committed(epoch, hand), plan.Control.Figures);
        var graph = _graph = BuildGraph(commits);
        var measure = order is null ? SampleMeasure.Of(plan) : null;
        var readers = plan.Sources.Select(s => new SourceReader(s.Name, s.Source, plan.Budget, _fault, measure)).ToList();
        readers.ForEach(r => Start(r, from, order as RecordedOrder));
        var intake = new Intake(readers, hand.Of(from), graph.Chains, graph.Merge, order ?? IntakeOrders.For(plan, coordinator.Newest), _steering, Graph.CountEnds(plan), Graph.NeedsMarks(plan), counters, _fault, options.Time);
        await using (new ProgressTicker(options.Time, () => options.Progress?.Report(Snapshot(alreadyRead))))
        {
            var first = coordinator.NextEpoch;
            Func<long, CancellationToken, ValueTask>? before = options.BeforeEpoch is { } wait ? (closed, abort) => wait(first + closed, abort) : null;
            await intake.RunAsync(options.MaxEpochs - counters.Epochs, before, until.Token);
            await Task.WhenAll(graph.Nodes.Select(n => n.Completion));
            await commits.CompleteAsync();
        }

        foreach (var reader in readers)
        {
            await reader.DisposeAsync();
        }

        _heldAtEnd = commits.CommittedHeld;
        var last = Snapshot(alreadyRead);
        options.Progress?.Report(last);
        return Report(last, drain.IsCancellationRequested);
    }

    /// <summary>Where the hand starts, or null after a fault.</summary>
    public async ValueTask<SplitPositions?> StartAsync(HeldSplits hand, HandStart start, CancellationToken drain)
    {
        try
        {
            return await hand.StartAsync(start, drain);
        }
        catch (SourceFaultException e)
        {
            _fault.Trip("source_fault", e, e.Split.Source);
            return null;
        }
    }

    /// <summary>How the run stands where no graph was started.</summary>
    public RunReport ReportIdle(bool interrupted) => Report(Snapshot(0), interrupted);

    /// <summary>Ends the graph's part of the counts; another graph of the run goes on from them.</summary>
    public void Settle()
    {
        counters.Settle();
        counters.Before = (counters.Before.BytesOut + outputs.BytesWritten, counters.Before.Shards + outputs.ShardsWritten, counters.Before.Held + _heldAtEnd - _heldAtStart);
    }

    public async ValueTask DisposeAsync()
    {
        await outputs.DisposeAsync();
        plan.Watch.Release();
        _accounts.ForEach(a => a.Hold(0));
        foreach (var folder in _scratch)
        {
            Directory.Delete(folder, recursive: true);
        }

        await _fault.DisposeAsync();
    }

    private void Start(SourceReader reader, SplitPositions from, RecordedOrder? recorded)
    {
        if (options.StopAtEnd && reader.Source is IStopsAtEnd endless)
        {
            endless.StopAtEnd();
        }

        reader.Start(from, recorded?.RunsOf(reader.Name));
    }

    private Graph BuildGraph(CommitLine commits)
    {
        var guard = new Guard(_fault, options.Time, plan.Media);
        var attempt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        return new(plan, new(_fault, guard, counters, sinks =>
            new SinkStage(outputs.Open(sinks, coordinator.NextEpoch, attempt), _fault, guard, counters, plan.Spec.MaxDeadLetterRatio, commits.CloseAsync)));
    }

    private void Committed(ClosedEpoch epoch, HeldSplits hand)
    {
        foreach (var counts in epoch.Operators)
        {
            plan.Operators[counts.Index].Committed(counts);
        }

        hand.Committed(epoch.Hand);
        _positions = [.. epoch.Hand.Select(p => new CommittedPosition(p.Key.Source, p.Key.Name, p.Value))];
        if (epoch.Mix is { } mix)
        {
            plan.Control.Mix?.Committed(mix);
        }

        if (epoch.Steering is { } steering)
        {
            plan.Control.Thresholds.Committed(steering);
        }
    }

    private IMemoryAccount OpenAccount()
    {
        var account = plan.Budget.OpenAccount();
        _accounts.Add(account);
        return account;
    }

    private string MakeScratch(OperatorNode node)
    {
        var folder = Directory.CreateTempSubdirectory($"streaming-{node.Name}-").FullName;
        lock (_scratch)
        {
            _scratch.Add(folder);
        }

        return folder;
    }

    private RunSnapshot Snapshot(long alreadyRead)
    {
        plan.Watch.Charge();
        var held = plan.Operators.Sum(o => o.State?.Held ?? 0) - _heldAtStart + counters.Before.Held;
        var totals = plan.Sources.Select(s => s.Source.Extent).ToList();
        return new()
        {
            Elapsed = options.Time.GetElapsedTime(counters.StartedAt),
            Samples = SampleBalance.Of(counters.In, counters.Out, counters.Rejected, counters.DeadLettered, counters.Copies, held),
            BytesIn = counters.BytesIn,
            BytesOut = counters.Before.BytesOut + outputs.BytesWritten,
            Shards = counters.Before.Shards + outputs.ShardsWritten,
            TotalSamples = totals.All(t => t?.Samples is not null) ? totals.Sum(t => t!.Samples!.Value) : null,
            TotalBytes = totals.All(t => t?.Bytes is not null) ? totals.Sum(t => t!.Bytes!.Value) : null,
            AlreadyRead = alreadyRead,
            Operators = [.. plan.Operators.Select(o => o.Counts(options.Time))],
            Epochs = counters.Epochs,
            Version = counters.Version,
            Budget = new(plan.Budget.Used, plan.Budget.Peak, plan.Budget.Limit, plan.Budget.InFlight),
            EpochAge = counters.OldestOpened is { } opened ? options.Time.GetElapsedTime(opened) : null,
            Compaction = outputs.Compaction?.Status,
            Commits = new(counters.LastCommit, counters.LongestCommit),
            Sources = [.. plan.Sources.Where(s => s.Source is ISourceGauges).Select(StatusOf)],
            Tokens = TokensPacked(),
            Stages = _graph?.Status ?? [],
            Positions = _positions,
        };
    }

    private static SourceStatus StatusOf(PlannedSource source)
    {
        var gauges = ((ISourceGauges)source.Source).ReadGauges();
        return new(source.Name, gauges.Lag.ToDictionary(l => l.Key.Name, l => l.Value), gauges.Rebalances, gauges.Paused) { Counts = gauges.Counts };
    }

    private TokenCounts? TokensPacked()
    {
        var packers = plan.Operators.Select(o => o.Operator).OfType<ITokenCounter>().ToList();
        return packers.Count == 0
            ? null
            : new(packers.Sum(p => p.TokensOut), (double)packers.Sum(p => p.TokensOut) / Math.Max(1, packers.Sum(p => p.PackPlaces)), packers.Sum(p => p.Truncated));
    }

    private RunReport Report(RunSnapshot last, bool interrupted) => new()
    {
        Status = _fault.IsTripped ? RunStatus.Failed : interrupted ? RunStatus.Interrupted : RunStatus.Completed,
        Pipeline = plan.Spec.Name,
        RunId = plan.RunId,
        Table = plan.Sinks[0].Sink.Path,
        Totals = last,
        Error = _fault.Error,
    };
}
