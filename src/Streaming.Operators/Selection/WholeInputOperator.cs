using Streaming.Operators.Holding;

namespace Streaming.Operators.Selection;

/// <summary>An operator that sees its whole input, or an epoch of it, before it gives anything back: samples are held, in memory and beyond it on disk.</summary>
internal abstract class WholeInputOperator : Operator, IStateful
{
    private const int BatchSamples = 64;
    private const long BatchBytes = 1 << 20;

    private SampleShelf? _shelf;
    private MemoryShare? _memory;
    private OperatorContext? _context;
    private IEnumerator<Action<SampleBatch>>? _endings;
    private long _gone;

    /// <inheritdoc/>
    public override bool NeedsWholeInput => true;

    /// <inheritdoc/>
    public long Held => _shelf is null ? 0 : _shelf.Count - _gone;

    /// <summary>The samples.</summary>
    protected SampleShelf Shelf => _shelf ?? throw new InvalidOperationException("The operator was not opened.");

    /// <summary>Bytes that are held besides the samples.</summary>
    protected abstract long BesideBytes { get; }

    /// <inheritdoc/>
    public override ValueTask OpenAsync(OperatorContext context)
    {
        _context = context;
        _shelf = new(context.Memory.Limit / 8, context.ScratchFolder);
        _memory = new(context.Memory);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override ValueTask ApplyAsync(SampleBatch batch)
    {
        foreach (var sample in batch.Samples)
        {
            try
            {
                Shelf.Add(sample);
            }
            catch (Exception e) when (SampleFault.Is(e))
            {
                batch.Bury(sample, e);
                continue;
            }

            Learn(sample);
        }

        batch.Samples.Clear();
        _memory!.Hold(Shelf.Bytes + BesideBytes);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override ValueTask FinishAsync(SampleBatch last)
    {
        _endings ??= GiveBack().GetEnumerator();
        long bytes = 0;
        var more = true;
        while (last.Samples.Count + last.Rejected.Count < BatchSamples && bytes < BatchBytes && (more = _endings.MoveNext()))
        {
            var before = last.Samples.Count;
            _endings.Current(last);
            bytes += (last.Samples.Count > before ? last.Samples[^1] : last.Rejected[^1].Sample).EstimateBytes();
        }

        if (!more && HoldsEpoch)
        {
            BeginEpoch();
        }

        _memory?.Hold(Shelf.Bytes + BesideBytes);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public virtual void Save(IStateWriter state)
    {
        if (Held > 0)
        {
            throw new InvalidOperationException("What needs the whole input has no state to record before its end.");
        }
    }

    /// <inheritdoc/>
    public virtual void Restore(IStateReader state)
    {
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        _endings?.Dispose();
        _shelf?.Dispose();
        _context?.Memory.Hold(0);
        return base.DisposeAsync();
    }

    /// <summary>Notes what has to be known of a sample; whatever its values are, it throws nothing.</summary>
    protected abstract void Learn(Sample sample);

    /// <summary>Forgets what was noted of the samples of an epoch; what was counted stays.</summary>
    protected virtual void Forget()
    {
    }

    /// <summary>What is done with the held samples, one after the other.</summary>
    protected abstract IEnumerable<Action<SampleBatch>> GiveBack();

    /// <summary>Says that held samples are held no more.</summary>
    protected void LetGo(int samples = 1) => _gone += samples;

    private void BeginEpoch()
    {
        _endings!.Dispose();
        _endings = null;
        if (Shelf.Count > 0)
        {
            Shelf.Dispose();
            _shelf = new(_context!.Memory.Limit / 8, _context.ScratchFolder);
            _gone = 0;
            Forget();
        }
    }
}
