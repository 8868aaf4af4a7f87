using Streaming.Epochs;
using Streaming.Operators;

namespace Streaming.Runtime;

/// <summary>The order that commits recorded: a replay takes the same records of the same splits in the same order, with the same borders.</summary>
/// <param name="epochs">The runs of each epoch.</param>
/// <param name="sources">The sources' names, in the readers' order.</param>
/// <param name="isEnd">Whether the last epoch ended the input, so that operators gave what they still held.</param>
internal sealed class RecordedOrder(IReadOnlyList<IReadOnlyList<SplitRun>> epochs, IReadOnlyList<string> sources, bool isEnd) : IIntakeOrder
{
    private int _epoch = -1;
    private int _run;
    private long _taken;

    // The last epoch has no limit of records: its runs end, which ends the input as it did when it was recorded.
    /// <summary>How the sources were mixed in each epoch, or nulls: the replayed commits say it again.</summary>
    public IReadOnlyList<MixRecord?> Mixes { get; init; } = [];

    public bool Gathers => Mixes.Any(m => m is not null);

    public MixRecord? Record => _epoch < Mixes.Count ? Mixes[_epoch] : null;

    public EpochLimits? Limits => _epoch + 1 >= epochs.Count
        ? null
        : new(isEnd && _epoch + 2 == epochs.Count ? long.MaxValue : epochs[_epoch + 1].Sum(r => r.Records), long.MaxValue, null);

    /// <summary>What was recorded of one source, in order.</summary>
    public IReadOnlyList<RecordedRun> RunsOf(string source) =>
        [.. epochs.SelectMany(e => e).Where(r => r.Split.Source == source).Select(r => new RecordedRun(r.Split, r.Records))];

    public void BeginEpoch(bool again)
    {
        _epoch++;
        _run = 0;
        _taken = 0;
    }

    public async ValueTask<Turn?> NextAsync(IReadOnlyList<SourceReader> readers, IntakeRoom room, CancellationToken until)
    {
        var runs = epochs[_epoch];
        if (_run == runs.Count)
        {
            return null;
        }

        var run = runs[_run];
        var source = sources.ToList().IndexOf(run.Split.Source);
        var head = source < 0 ? null : await readers[source].PeekAsync(until);
        return head?.Batch.Split == run.Split
            ? new(source, run.Records - _taken)
            : throw new InvalidDataException($"The commit recorded {run.Records} records of split '{run.Split}' here, but the source gives '{head?.Batch.Split.ToString() ?? "nothing"}': the input has changed.");
    }

    public void Took(int source, TakenBatch batch)
    {
        _taken += batch.Records;
        if (_taken == epochs[_epoch][_run].Records)
        {
            _run++;
            _taken = 0;
        }
    }
}
