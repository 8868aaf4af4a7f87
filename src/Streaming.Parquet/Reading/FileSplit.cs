using System.Runtime.CompilerServices;

namespace Streaming.Parquet.Reading;

/// <summary>Reads one file from a position on, record by record. Where it breaks, the run stops or the rest of the file becomes a dead letter.</summary>
/// <typeparam name="TRecord">What the file is made of; valid until the next one is asked for.</typeparam>
internal abstract class FileSplit<TRecord>(InputFile input, BadFileAction onBadFile, SourceContext context)
{
    private readonly SplitEnding _ending = new(input, onBadFile, context);
    private long _counted;
    private Exception? _fault;

    /// <summary>The file.</summary>
    protected InputFile Input => input;

    /// <summary>What the run gave.</summary>
    protected SourceContext Context => context;

    /// <summary>The split.</summary>
    protected SplitId Split => _ending.Split;

    /// <summary>The stored bytes that were read, since reading began.</summary>
    protected long StoredBytes { get; set; }

    /// <summary>See <see cref="SourceBatch.IsSparse"/>.</summary>
    protected virtual bool IsSparse => false;

    /// <summary>Its batches.</summary>
    public async IAsyncEnumerable<CutBatch> ReadAsync(long from, [EnumeratorCancellation] CancellationToken abort = default)
    {
        if (from >= SplitPositions.Past)
        {
            yield break;
        }

        var cutter = new BatchCutter(Split, from, context, (_, _) => -_counted + (_counted = StoredBytes), IsSparse);
        await using (var records = OpenAsync(from, abort).GetAsyncEnumerator(abort))
        {
            while (await MoveNextAsync(records))
            {
                if (Take(records.Current, cutter) is { } full)
                {
                    yield return full;
                }
            }
        }

        if (_fault is null)
        {
            End(cutter);
        }

        foreach (var rest in _ending.Of(cutter, _fault))
        {
            yield return rest;
        }
    }

    /// <summary>Opens the file and reads its records from a position on; what <see cref="SplitEnding.IsBadFile"/> says of the file may be thrown at any time.</summary>
    protected abstract IAsyncEnumerable<TRecord> OpenAsync(long from, CancellationToken abort);

    /// <summary>Makes a sample or a dead letter of a record, or passes it over. Gives the batch before it where that is full.</summary>
    protected abstract CutBatch? Take(TRecord record, BatchCutter cutter);

    /// <summary>Called when the file has ended.</summary>
    protected virtual void End(BatchCutter cutter)
    {
    }

    private async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<TRecord> records)
    {
        try
        {
            return await records.MoveNextAsync();
        }
        catch (Exception e) when (SplitEnding.IsBadFile(e))
        {
            _fault = e;
            return false;
        }
    }
}
