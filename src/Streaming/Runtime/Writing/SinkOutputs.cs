namespace Streaming.Runtime;

/// <summary>What one end of the graph writes: its samples into one or more sinks, and the rejects and dead letters that came with them.</summary>
/// <param name="Samples">The sinks.</param>
/// <param name="Rejects">Where rejects go, or null: they are dropped.</param>
/// <param name="DeadLetters">Where dead letters go.</param>
/// <param name="Open">The number of the open epoch.</param>
/// <param name="Rescored">Operators whose rejects are there already.</param>
internal sealed record SinkOutputs(IReadOnlyList<SinkOutput> Samples, SinkOutput? Rejects, SinkOutput DeadLetters, OpenEpoch Open, IReadOnlySet<string> Rescored) : IAsyncDisposable
{
    /// <summary>The operator whose dead letters are there already; null: none.</summary>
    public string? Retried { get; init; }

    public async ValueTask WriteAsync(SampleBatch batch)
    {
        foreach (var output in Samples)
        {
            await output.Series.WriteAsync(batch.Samples);
        }

        // A batch lists them operator by operator. In the order of the input they are the same rows in the same order however the source happened to batch.
        if (Rejects is not null && batch.Rejected.Count > 0)
        {
            await Rejects.Series.WriteAsync([.. batch.Rejected.Where(r => !Rescored.Contains(r.Operator)).OrderBy(r => r.Sample.Lineage.Position).Select(r => SideRows.Of(r, Open.Number))]);
        }

        if (batch.DeadLetters.Count > 0)
        {
            await DeadLetters.Series.WriteAsync([.. batch.DeadLetters.Where(d => d.Operator != Retried).OrderBy(d => d.Lineage.Position).Select(d => SideRows.Of(d, Open.Number))]);
        }
    }

    public async ValueTask CloseAsync(Barrier barrier)
    {
        foreach (var output in All)
        {
            barrier.Add(output.Index, await output.Series.CloseEpochAsync());
        }

        Open.Number++;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var output in All)
        {
            await output.Series.DisposeAsync();
        }
    }

    private IEnumerable<SinkOutput> All => Rejects is null ? [.. Samples, DeadLetters] : [.. Samples, Rejects, DeadLetters];
}

/// <summary>One output of an end.</summary>
/// <param name="Index">Its place among the run's outputs; the primary one is 0.</param>
/// <param name="Series">Its shards.</param>
internal sealed record SinkOutput(int Index, ShardSeries Series);

/// <summary>Counts the epochs as they pass one end of the graph; with several workers a commit may turn out to have a later number.</summary>
internal sealed class OpenEpoch(long number)
{
    public long Number { get; set; } = number;
}
