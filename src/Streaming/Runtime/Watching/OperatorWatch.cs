using Streaming.Operators;
using Streaming.Telemetry.Sketches;

namespace Streaming.Runtime;

/// <summary>What is kept of the samples that pass one operator: examples of each outcome, and where it keeps samples by a range, a sample of all the figures that it held against it.</summary>
/// <param name="label">Place and name, as metrics label operators.</param>
/// <param name="ranged">The operator, where its range can be changed.</param>
/// <param name="room">Bytes that media of its examples may take.</param>
/// <param name="time">The clock.</param>
internal sealed class OperatorWatch(string label, IRanged? ranged, long room, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly ExampleRing[] _examples = [new(time), new(time), new(time)];
    private readonly Distribution _figures = new();
    private readonly Random _random = new(17);

    /// <summary>Place and name.</summary>
    public string Label => label;

    /// <summary>Bytes of the media that are kept.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
            {
                return _examples.Sum(e => e.Bytes);
            }
        }
    }

    /// <summary>The newest examples of an outcome, the newest first, each with its number.</summary>
    public IReadOnlyList<(long Number, Example Example)> Examples(Outcome outcome)
    {
        lock (_lock)
        {
            return _examples[(int)outcome].Newest;
        }
    }

    /// <summary>A medium of an example, or null where it is no longer there.</summary>
    public byte[]? Medium(Outcome outcome, long number, int place)
    {
        var media = Examples(outcome).Where(e => e.Number == number).Select(e => e.Example.Media).FirstOrDefault() ?? [];
        return place >= 0 && place < media.Count ? media[place].Bytes : null;
    }

    /// <summary>The figures as they stand; null where the operator has no range.</summary>
    public FigureSketch? Figures()
    {
        lock (_lock)
        {
            return ranged is null ? null : FigureSketch.Of(_figures);
        }
    }

    /// <summary>Notes what a call did to a batch.</summary>
    /// <param name="batch">The batch after it.</param>
    /// <param name="before">Its counts before.</param>
    /// <param name="isWhole">Whether the operator has looked at every sample; if not, only those that left are looked at.</param>
    public void Saw(SampleBatch batch, in BatchTally before, bool isWhole)
    {
        lock (_lock)
        {
            if (ranged is not null && isWhole)
            {
                AddFigures(batch, before.Rejected);
            }

            Offer(Outcome.Kept, isWhole ? batch.Samples : [], 0, static (sample, room) => ExampleMaker.Of(sample, room));
            Offer(Outcome.Rejected, batch.Rejected, before.Rejected, static (rejected, room) => ExampleMaker.Of(rejected, room));
            Offer(Outcome.DeadLettered, batch.DeadLetters, before.DeadLettered, static (letter, _) => ExampleMaker.Of(letter));
        }
    }

    // All that came with a figure, whatever became of it: the range that is in force leaves no mark on them.
    private void AddFigures(SampleBatch batch, int rejectedBefore)
    {
        foreach (var sample in batch.Samples)
        {
            _figures.Add(ranged!.FigureOf(sample) ?? double.NaN);
        }

        for (var i = rejectedBefore; i < batch.Rejected.Count; i++)
        {
            _figures.Add(ranged!.FigureOf(batch.Rejected[i].Sample) ?? double.NaN);
        }
    }

    private void Offer<T>(Outcome outcome, List<T> all, int from, Func<T, long, Example> make)
    {
        var ring = _examples[(int)outcome];
        for (var left = all.Count - from; left > 0 && ring.Wants; left--)
        {
            ring.Add(make(all[_random.Next(from, all.Count)], room - _examples.Sum(e => e.Bytes)));
        }
    }
}
