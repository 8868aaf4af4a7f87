namespace Streaming.Runtime;

/// <summary>The group that the intake is gathering.</summary>
internal sealed class Gathering(int sources)
{
    private readonly List<TakenBatch>[] _parts = [.. Enumerable.Range(0, sources).Select(_ => new List<TakenBatch>())];
    private readonly List<(int Source, SplitId Split, long To)> _runs = [];
    private long _bytes;
    private long _records;

    /// <summary>Whether nothing was gathered.</summary>
    public bool IsEmpty => _runs.Count == 0;

    /// <summary>Whether the group is complete.</summary>
    public bool IsFull => !Room.IsLeft;

    /// <summary>What may still come into it.</summary>
    public IntakeRoom Room => new(MixedGroup.MostRecords - _records, MixedGroup.MostBytes - _bytes);

    /// <summary>Adds a source's part of a turn.</summary>
    public void Add(int source, TakenBatch taken)
    {
        _parts[source].Add(taken);
        _bytes += taken.Bytes;
        _records += taken.Events;
    }

    /// <summary>Adds the runs of a turn.</summary>
    public void Add(int source, SplitId split, long to) => _runs.Add((source, split, to));

    /// <summary>Takes the group: its order, and for each of its inputs one batch.</summary>
    public (MixedGroup Group, IReadOnlyList<(SampleBatch Batch, Lease Lease)> Parts) Take()
    {
        var inputs = Enumerable.Range(0, sources).Where(i => _parts[i].Count > 0).ToList();
        var places = inputs.Select((input, i) => (input, i)).ToDictionary(p => p.input, p => p.i);
        var group = new MixedGroup(inputs, [.. _runs.Select(r => new MixedRun(places[r.Source], r.Split, r.To))]);
        var parts = inputs.ConvertAll(i => Join(_parts[i]));
        Clear();
        return (group, parts);
    }

    /// <summary>Gives the leases of what was not sent back.</summary>
    public void Drop()
    {
        foreach (var taken in _parts.SelectMany(p => p))
        {
            taken.Lease.Dispose();
        }

        Clear();
    }

    private static (SampleBatch Batch, Lease Lease) Join(List<TakenBatch> parts)
    {
        var (batch, lease) = (parts[0].Batch.Batch, parts[0].Lease);
        foreach (var part in parts.Skip(1))
        {
            batch.Samples.AddRange(part.Batch.Batch.Samples);
            batch.DeadLetters.AddRange(part.Batch.Batch.DeadLetters);
            batch.PreparedBytes += part.Batch.Batch.PreparedBytes;
            lease.Absorb(part.Lease);
        }

        return (batch, lease);
    }

    private void Clear()
    {
        foreach (var part in _parts)
        {
            part.Clear();
        }

        _runs.Clear();
        (_bytes, _records) = (0, 0);
    }
}
