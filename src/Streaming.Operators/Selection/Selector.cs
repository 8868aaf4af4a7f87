namespace Streaming.Operators.Selection;

/// <summary>Picks samples by comparing them with each other; the others are rejected. Data sets of at most one sample pass as they are.</summary>
internal abstract class Selector : WholeInputOperator
{
    /// <summary>Whether the options ask for anything; else all samples pass, one by one.</summary>
    protected abstract bool IsActive { get; }

    /// <summary>Among what is picked.</summary>
    protected virtual SelectionScope Scope => SelectionScope.Dataset;

    /// <inheritdoc/>
    public sealed override bool NeedsWholeInput => IsActive && Scope == SelectionScope.Dataset;

    /// <inheritdoc/>
    public sealed override bool HoldsEpoch => IsActive && Scope == SelectionScope.Stream;

    /// <inheritdoc/>
    public sealed override ValueTask ApplyAsync(SampleBatch batch) => IsActive ? base.ApplyAsync(batch) : ValueTask.CompletedTask;

    /// <summary>The numbers of the samples to keep, in the order in which they go on; null for all as they are.</summary>
    protected abstract IReadOnlyList<int>? Choose(int count);

    /// <summary>Why the sample was not chosen.</summary>
    protected abstract Rejection Explain(Sample sample);

    /// <summary>Writes what was found out of a sample, by its number, before it goes on or is rejected.</summary>
    protected virtual void Note(Sample sample, int at)
    {
    }

    /// <inheritdoc/>
    protected sealed override IEnumerable<Action<SampleBatch>> GiveBack()
    {
        var count = Shelf.Count;
        var chosen = (count > (HoldsEpoch ? 0 : 1) ? Choose(count) : null) ?? [.. Enumerable.Range(0, count)];
        var repeats = chosen.Count > count;
        var isChosen = new bool[count];
        foreach (var at in chosen)
        {
            var isFirst = !isChosen[at];
            isChosen[at] = true;
            yield return batch =>
            {
                // What goes on may be changed there: a sample that is given twice is given as copies.
                var sample = Shelf.Get(at, isLast: !repeats);
                Note(sample, at);
                batch.Samples.Add(repeats ? sample.Copy() : sample);
                LetGo(isFirst ? 1 : 0);
            };
        }

        for (var i = 0; i < count; i++)
        {
            var at = i;
            if (!isChosen[at])
            {
                yield return batch =>
                {
                    var sample = Shelf.Get(at, isLast: true);
                    Note(sample, at);
                    batch.Reject(sample, Explain(sample));
                    LetGo();
                };
            }
        }
    }
}
