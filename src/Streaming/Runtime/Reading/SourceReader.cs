using System.Threading.Tasks.Dataflow;
using Streaming.Operators;

namespace Streaming.Runtime;

/// <summary>Reads one source ahead on a task of its own, a few batches deep, each leased from the budget before it is handed over.</summary>
/// <param name="name">The source's name.</param>
/// <param name="source">The source.</param>
/// <param name="budget">Gives leases.</param>
/// <param name="fault">The run's fault.</param>
/// <param name="measure">What a sample counts in a mix; null: one.</param>
internal sealed class SourceReader(string name, Source source, MemoryBudget budget, RunFault fault, Func<Sample, long>? measure = null) : INode, IAsyncDisposable
{
    private readonly BufferBlock<TakenBatch> _ahead = new(new() { BoundedCapacity = 2 });
    private readonly CancellationTokenSource _stop = new();
    private TakenBatch? _head;
    private volatile bool _isDue;

    public string Name { get; } = name;

    public Source Source { get; } = source;

    public bool IsBounded => Source.IsBounded;

    public Task Completion { get; private set; } = Task.CompletedTask;

    public int Waiting => _ahead.Count;

    /// <summary>Starts reading.</summary>
    /// <param name="from">Where.</param>
    /// <param name="recorded">The order in which to read recorded splits again; null: the source's own.</param>
    public void Start(SplitPositions from, IReadOnlyList<RecordedRun>? recorded = null) => Completion = Task.Run(() => ReadAsync(from, recorded));

    /// <summary>Whether a batch is there to be taken without waiting.</summary>
    public bool IsReady => _head is not null || _ahead.Count > 0;

    /// <summary>Waits for a batch; false at the end of the input.</summary>
    public async ValueTask<bool> WaitAsync(CancellationToken until) => _head is not null || await _ahead.OutputAvailableAsync(until);

    /// <summary>The batch whose turn it is, or null at the end of the input. It stays the head until it is taken whole.</summary>
    public async ValueTask<TakenBatch?> PeekAsync(CancellationToken until)
    {
        if (_head is not null)
        {
            return _head;
        }

        try
        {
            if (_ahead.Count == 0)
            {
                _isDue = true;
                budget.Reconsider();
            }

            _head = await _ahead.OutputAvailableAsync(until) ? _ahead.Receive() : null;
            return _head;
        }
        finally
        {
            _isDue = false;
        }
    }

    /// <summary>Takes at most <paramref name="records"/> of the head.</summary>
    public TakenBatch Take(long records)
    {
        var head = _head ?? throw new InvalidOperationException("There is no head to take.");
        if (records < head.Records)
        {
            return head.Cut(records);
        }

        _head = null;
        return head;
    }

    /// <summary>Stops reading and gives the leases of unread batches back.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        while (await _ahead.OutputAvailableAsync())
        {
            if (_ahead.TryReceive(out var batch))
            {
                batch.Lease.Dispose();
            }
        }

        _head?.Lease.Dispose();
        _head = null;
        await Completion;
        _stop.Dispose();
    }

    private async ValueTask HandOverAsync(TakenBatch batch, CancellationToken until)
    {
        var taken = false;
        try
        {
            taken = await _ahead.SendAsync(batch, until);
        }
        finally
        {
            if (!taken)
            {
                batch.Lease.Dispose();
            }
        }
    }

    private ReadOnlyMemory<long>? Measure(List<Sample> samples) => measure is null ? default(ReadOnlyMemory<long>?) : samples.ConvertAll(s => measure(s)).ToArray();

    private async Task ReadAsync(SplitPositions from, IReadOnlyList<RecordedRun>? recorded)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, fault.Abort);
        try
        {
            var batches = recorded is null ? Source.ReadAsync(from, either.Token) : Source.ReadRecordedAsync(from, recorded, either.Token);
            await foreach (var batch in batches.WithCancellation(either.Token))
            {
                var bytes = BatchSize.Of(batch.Batch);
                var lease = await budget.LeaseAsync(bytes, either.Token, () => _isDue);
                await HandOverAsync(new(batch, lease, bytes, budget, Measure(batch.Batch.Samples)), either.Token);
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // Stopped or aborted: what was not handed over was not read.
        }
        catch (Exception e)
        {
            fault.Trip("source_fault", e, Name);
        }
        finally
        {
            _ahead.Complete();
        }
    }
}
