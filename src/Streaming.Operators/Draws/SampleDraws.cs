using System.Buffers.Binary;

namespace Streaming.Operators.Draws;

/// <summary>
/// A number of [0, 1) for each sample that asks. Without a seed of its own it comes from the run's seed and the sample's id, whatever the order; with one it is
/// the next of numpy's sequence, as in datatrove: then samples must come one after the other, and how many were drawn for each split is state.
/// </summary>
internal sealed class SampleDraws
{
    private readonly SortedDictionary<SplitId, long> _drawn = [];
    private readonly NumpyRandom? _sequence;
    private ulong _seed;

    /// <summary>With the operator's own seed, or none.</summary>
    public SampleDraws(long? seed) => _sequence = seed is { } given ? new((ulong)given) : null;

    /// <summary>Whether samples must come one after the other.</summary>
    public bool InOrder => _sequence is not null;

    /// <summary>Takes the run's seed.</summary>
    public void Open(OperatorContext context) => _seed = context.Seed;

    /// <summary>The sample's number.</summary>
    public double Next(Sample sample)
    {
        if (_sequence is null)
        {
            return SampleSeed.Draw(sample, _seed);
        }

        var split = sample.Lineage.Split;
        _drawn[split] = _drawn.GetValueOrDefault(split) + 1;
        return _sequence.Next();
    }

    /// <summary>Writes how many numbers each split used.</summary>
    public void Save(IStateWriter state)
    {
        foreach (var (split, count) in _drawn)
        {
            var bytes = state.Split(split);
            BinaryPrimitives.WriteInt64LittleEndian(bytes.GetSpan(sizeof(long)), count);
            bytes.Advance(sizeof(long));
        }
    }

    /// <summary>Goes on behind the numbers that the splits in hand used.</summary>
    public void Restore(IStateReader state)
    {
        foreach (var (split, bytes) in state.Splits)
        {
            _drawn[split] = BinaryPrimitives.ReadInt64LittleEndian(bytes.Span);
            _sequence?.Skip((ulong)_drawn[split]);
        }
    }
}
