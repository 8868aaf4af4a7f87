using Streaming.Epochs;
using Streaming.Operators;
using Streaming.Tables;

namespace Streaming.Runtime;

/// <summary>The outputs of a run: the sinks, the primary one first, then rejects and dead letters, which are kept in the primary one's format unless they have a sink of their own.</summary>
internal sealed class Outputs : IAsyncDisposable
{
    private readonly Plan _plan;
    private readonly List<(OutputTable Table, long TargetBytes)> _tables = [];
    private readonly List<SinkOutputs> _ends = [];

    public Outputs(Plan plan)
    {
        _plan = plan;
        foreach (var sink in plan.Sinks)
        {
            Add(sink.Name, sink.Sink, sink.Schema);
        }

        RejectsIndex = AddSide("rejects", plan.RejectsSink, plan.Spec.RejectsPath, SideRows.Rejects(plan.RejectsSchema));
        DeadLettersIndex = AddSide("dead_letters", plan.DeadLettersSink, plan.Spec.DeadLettersPath, SideRows.DeadLetters)!.Value;
    }

    public IReadOnlyList<OutputTable> Tables => [.. _tables.Select(t => t.Table)];

    private int? RejectsIndex { get; }

    private int DeadLettersIndex { get; }

    /// <summary>Merges their small files; null: nobody asked for it.</summary>
    public BackgroundCompaction? Compaction { get; private set; }

    /// <summary>Bytes of the primary sink's shards so far.</summary>
    public long BytesWritten => _ends.Sum(e => e.Samples.Where(s => s.Index == 0).Sum(s => s.Series.BytesWritten));

    /// <summary>How many shards they are.</summary>
    public long ShardsWritten => _ends.Sum(e => e.Samples.Where(s => s.Index == 0).Sum(s => s.Series.ShardsWritten));

    /// <summary>What an end of the graph writes.</summary>
    /// <param name="sinks">The places of its sinks.</param>
    /// <param name="epoch">The number of the first epoch.</param>
    /// <param name="attempt">Unique to this process, so that a zombie's files never have a living worker's names.</param>
    public SinkOutputs Open(IReadOnlyList<int> sinks, long epoch, string attempt)
    {
        var open = new OpenEpoch(epoch);
        var end = _ends.Count;
        var outputs = new SinkOutputs(
            [.. sinks.Select(i => Open(i, end, open, attempt))],
            RejectsIndex is { } rejects ? Open(rejects, end, open, attempt) : null,
            Open(DeadLettersIndex, end, open, attempt),
            open,
            _plan.Rescored)
        {
            Retried = _plan.Retried,
        };
        _ends.Add(outputs);
        return outputs;
    }

    /// <summary>Starts to merge small files, where the primary sink asks for it. The tables must be there.</summary>
    public void StartCompaction() => Compaction = BackgroundCompaction.Start(_plan.Sinks[0].Sink.Compaction, Tables, _plan.Time);

    /// <summary>Abandons what is open, and takes leave of who gets deliveries.</summary>
    public async ValueTask DisposeAsync()
    {
        await (Compaction?.DisposeAsync() ?? default);
        foreach (var end in _ends)
        {
            await end.DisposeAsync();
        }

        foreach (var (table, _) in _tables)
        {
            await (table.Delivery?.DisposeAsync() ?? default);
        }
    }

    private void Add(string name, Sink sink, RowSchema schema)
    {
        var checkpoints = sink.Checkpoints ?? _plan.Sinks[0].Sink.Checkpoints;
        _tables.Add((new(name, sink.OpenStore(), sink.Layout, sink.Format, schema, checkpoints, _plan.Time) { Delivery = sink.Delivery }, sink.TargetFileSize.Bytes));
    }

    private int? AddSide(string name, Sink? own, string? path, RowSchema schema)
    {
        if (own is not null)
        {
            Add(name, own, schema);
            return _tables.Count - 1;
        }

        if (path is null)
        {
            return null;
        }

        var primary = _plan.Sinks[0].Sink;
        _tables.Add((new(name, ObjectStores.Open(path), primary.Layout, primary.SideFormat, schema, primary.Checkpoints, _plan.Time), primary.TargetFileSize.Bytes));
        return _tables.Count - 1;
    }

    private SinkOutput Open(int index, int end, OpenEpoch open, string attempt)
    {
        var (table, target) = _tables[index];
        var count = 0;
        return new(index, new(table, target, Limits(), _plan.Budget.OpenAccount(), () => $"part-{open.Number:D8}-{end:D2}-{count++:D5}-{attempt}"));
    }

    // A row group must fit the budget beside the batches in flight, or buffering it would starve the sources.
    private ShardLimits Limits() => new(Math.Clamp(_plan.Budget.Limit / 16, 1 << 20, 64 << 20));
}
