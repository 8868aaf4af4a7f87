namespace Streaming.Runtime;

/// <summary>What the intake took of several sources, sample by sample: each source's part goes down its chain as one batch, and the merge brings them into this order again.</summary>
/// <param name="Inputs">The chains that carry a part.</param>
/// <param name="Runs">The order.</param>
internal sealed record MixedGroup(IReadOnlyList<int> Inputs, IReadOnlyList<MixedRun> Runs)
{
    /// <summary>Records of a group: batches stay large however finely sources alternate. Counted, so that groups are the same on every run.</summary>
    public const int MostRecords = 256;

    /// <summary>Bytes of a group, so that what waits for the rest of it stays small; not a share of the run's memory, for the same reason.</summary>
    public const long MostBytes = 1 << 20;

    /// <summary>One batch of the parts, in the order of the runs. What an operator made of samples of other groups comes last.</summary>
    public BatchFlow Zip(IReadOnlyList<BatchFlow> parts)
    {
        if (parts.Count == 1)
        {
            return parts[0];
        }

        var batch = new SampleBatch { PreparedBytes = parts.Sum(p => p.Batch.PreparedBytes) };
        Zip([.. parts.Select(p => p.Batch.Samples)], s => s.Lineage, batch.Samples);
        Zip([.. parts.Select(p => p.Batch.Rejected)], r => r.Sample.Lineage, batch.Rejected);
        Zip([.. parts.Select(p => p.Batch.DeadLetters)], l => l.Lineage, batch.DeadLetters);
        foreach (var part in parts.Skip(1))
        {
            parts[0].Lease?.Absorb(part.Lease);
        }

        var zipped = new BatchFlow(parts[^1].Sequence, batch, parts[0].Lease) { Thresholds = parts[0].Thresholds };
        zipped.Tallies.AddRange(parts.SelectMany(p => p.Tallies));
        return zipped;
    }

    private void Zip<T>(List<T>[] parts, Func<T, Lineage> lineageOf, List<T> into)
    {
        if (Array.TrueForAll(parts, p => p.Count == 0))
        {
            return;
        }

        var at = new int[parts.Length];
        foreach (var run in Runs)
        {
            var part = parts[run.Part];
            for (ref var i = ref at[run.Part]; i < part.Count && run.Holds(lineageOf(part[i])); i++)
            {
                into.Add(part[i]);
            }
        }

        for (var i = 0; i < parts.Length; i++)
        {
            into.AddRange(parts[i].Skip(at[i]));
        }
    }
}

/// <summary>Consecutive records of one split.</summary>
/// <param name="Part">The part that holds them.</param>
/// <param name="Split">The split.</param>
/// <param name="To">The position after them.</param>
internal readonly record struct MixedRun(int Part, SplitId Split, long To)
{
    /// <summary>Whether a sample that follows what was there before comes of these records.</summary>
    public bool Holds(Lineage lineage) => lineage.Position < To && lineage.Split == Split;
}
