namespace Streaming.Runtime;

/// <summary>Walks through the batch at a source's head, sample by sample, without taking anything yet.</summary>
internal struct HeadCursor(TakenBatch head)
{
    private int _sample;
    private int _letter;
    private long _at = head.Batch.From;

    /// <summary>Whether every record was passed.</summary>
    public readonly bool IsAtEnd => _at >= head.Batch.To;

    /// <summary>What the next record counts: 0 for a dead letter, and for records that gave nothing.</summary>
    public readonly long Measure => !HasEvent || !IsSample ? 0 : head.MeasureAt(_sample);

    private readonly bool IsSample => _sample < head.Batch.Batch.Samples.Count
        && (_letter == head.Batch.Batch.DeadLetters.Count || head.Batch.Batch.Samples[_sample].Lineage.Position < head.Batch.Batch.DeadLetters[_letter].Lineage.Position);

    private readonly bool HasEvent => _sample < head.Batch.Batch.Samples.Count || _letter < head.Batch.Batch.DeadLetters.Count;

    /// <summary>Passes the next sample or dead letter with the empty records before it, or the empty records at the end.</summary>
    public HeadStep Step()
    {
        var before = _at;
        if (!HasEvent)
        {
            _at = head.Batch.To;
            return new(head.Batch.IsSparse ? Math.Max(0, head.Records - _sample - _letter) : _at - before, _at, 0, 0);
        }

        long bytes;
        if (IsSample)
        {
            var sample = head.Batch.Batch.Samples[_sample++];
            (_at, bytes) = (sample.Lineage.Position + 1, sample.EstimateBytes());
        }
        else
        {
            var letter = head.Batch.Batch.DeadLetters[_letter++];
            (_at, bytes) = (letter.Lineage.Position + 1, BatchSize.Of(letter));
        }

        // Places between records of a sparse batch are passed with the record before them.
        if (!HasEvent && head.Batch.IsSparse)
        {
            _at = head.Batch.To;
        }

        return new(head.Batch.IsSparse ? 1 : _at - before, _at, 1, bytes);
    }
}

/// <summary>What a step passed.</summary>
/// <param name="Records">Records.</param>
/// <param name="To">The position after them.</param>
/// <param name="Events">1 for a sample or dead letter, 0 for empty records.</param>
/// <param name="Bytes">Bytes of the sample or dead letter.</param>
internal readonly record struct HeadStep(long Records, long To, int Events, long Bytes);
