using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using Streaming.Epochs;
using Streaming.Operators;
using Streaming.Telemetry;

namespace Streaming.Runtime;

/// <summary>One run of a plan, from opened operators to the report.</summary>
internal sealed class RunSession(Plan plan, RunOptions options, Outputs outputs, EpochCoordinator coordinator) : IAsyncDisposable
{
    private readonly RunFault _fault = new();
    private readonly RunCounters _counters = new();
    private readonly List<string> _scratch = [];
    private readonly long _startedAt = options.Time.GetTimestamp();
    private long _heldAtStart;

    /// <summary>Opens the operators and gives them their state back.</summary>
    public async ValueTask OpenAsync(RunStart start)
    {
        if (plan.Spec.Text is { } text)
        {
            await TopologyRecord.WriteAsync(outputs.Tables[0].Store, plan.Spec, text, CancellationToken.None);
        }

        foreach (var node in plan.Operators)
        {
            await node.Operator.OpenAsync(new()
            {
                Name = node.Name,
                Seed = XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(node.StateKey), (long)plan.Spec.Seed),
                Input = node.Input,
                Memory = plan.Budget.OpenAccount(),
                ScratchFolder = () => MakeScratch(node),
                Time = options.Time,
            });
            if (node.State is { } state)
            {
                state.Restore(start.Restore is null ? await coordinator.RestoreAsync(node.StateKey, CancellationToken.None) : await start.Restore(node.StateKey));
                _heldAtStart += state.Held;
            }
        }
    }

    /// <summary>Runs to the end, a drain, or the first fault.</summary>
    public async Task<RunReport> RunAsync(SplitPositions from, IIntakeOrder? order, CancellationToken drain)
    {
        using var keeper = options.OwnsProcess ? new HeapKeeper(plan.Budget.Limit) : null;
        _counters.StartAt(coordinator.Version);
        var alreadyRead = from.Next.Values.Sum();
        using var meter = new EngineMeter(plan.Spec.Name, options.Time, () => Snapshot(alreadyRead));
        var commits = new CommitLine(coordinator, outputs.Tables.Count, _counters, _fault, meter, plan.Spec.MaxDeadLetterRatio, _heldAtStart);
        var graph = BuildGraph(commits);
        var readers = plan.Sources.Select(s => new SourceReader(s.Name, s.Source, plan.Budget, _fault)).ToList();
        readers.ForEach(r => Start(r, from, order as RecordedOrder));
        var intake = new Intake(readers, graph.Chains, graph.Merge, order ?? IntakeOrders.For(plan), Graph.CountEnds(plan), _counters, _fault, options.Time);
        await using (new ProgressTicker(options.Time, () => options.Progress?.Report(Snapshot(alreadyRead))))
        {
            await intake.RunAsync(options.MaxEpochs, drain);
            await Task.WhenAll(graph.Nodes.Select(n => n.Completion));
            await commits.CompleteAsync();
        }

        foreach (var reader in readers)
        {
            await reader.DisposeAsync();
        }

        var last = Snapshot(alreadyRead);
        options.Progress?.Report(last);
        return Report(last, drain.IsCancellationRequested);
    }

    public async ValueTask DisposeAsync()
    {
        await outputs.DisposeAsync();
        foreach (var folder in _scratch)
        {
            Directory.Delete(folder, recursive: true);
        }

        _fault.Dispose();
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
        var guard = new Guard(_fault, options.Time);
        var attempt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        return new(plan, new(_fault, guard, _counters, sinks =>
            new SinkStage(outputs.Open(sinks, coordinator.NextEpoch, attempt), _fault, guard, _counters, plan.Spec.MaxDeadLetterRatio, commits.CloseAsync)));
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
        var held = plan.Operators.Sum(o => o.State?.Held ?? 0) - _heldAtStart;
        var totals = plan.Sources.Select(s => s.Source.Extent).ToList();
        return new()
        {
            Elapsed = options.Time.GetElapsedTime(_startedAt),
            Samples = SampleBalance.Of(_counters.In, _counters.Out, _counters.Rejected, _counters.DeadLettered, _counters.Copies, held),
            BytesIn = _counters.BytesIn,
            BytesOut = outputs.BytesWritten,
            TotalSamples = totals.All(t => t?.Samples is not null) ? totals.Sum(t => t!.Samples!.Value) : null,
            TotalBytes = totals.All(t => t?.Bytes is not null) ? totals.Sum(t => t!.Bytes!.Value) : null,
            AlreadyRead = alreadyRead,
            Operators = [.. plan.Operators.Select(o => o.Counts(options.Time))],
            Epochs = _counters.Epochs,
            Version = _counters.Version,
            Budget = new(plan.Budget.Used, plan.Budget.Peak, plan.Budget.Limit, plan.Budget.InFlight),
            EpochAge = _counters.OldestOpened is { } opened ? options.Time.GetElapsedTime(opened) : null,
            Commits = new(_counters.LastCommit, _counters.LongestCommit),
            Sources = [.. plan.Sources.Where(s => s.Source is ISourceGauges).Select(StatusOf)],
            Tokens = TokensPacked(),
        };
    }

    private static SourceStatus StatusOf(PlannedSource source)
    {
        var gauges = ((ISourceGauges)source.Source).ReadGauges();
        return new(source.Name, gauges.Lag.ToDictionary(l => l.Key.Name, l => l.Value), gauges.Rebalances, gauges.Paused);
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
