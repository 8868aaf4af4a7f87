namespace Streaming.Feed.Wire;

/// <summary>
/// Bounds what batches on their way to clients take. A batch whose client does not read gives its bytes up where another one needs them, and is gathered again later: so slow clients, however many, cost no more
/// than this, and do not keep others from going on.
/// </summary>
/// <param name="maxBytes">What they may take together.</param>
internal sealed class BatchRoom(long maxBytes) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(Math.Max(2, Environment.ProcessorCount));
    private readonly Lock _sync = new();

    // Guarded by _sync, as is all below; who waits for clients, the longest time first.
    private readonly LinkedList<FeedBatch> _parked = [];
    private readonly Dictionary<FeedBatch, long> _inside = [];
    private TaskCompletionSource? _left;
    private long _bytes;

    /// <summary>What batches take now.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>How often a batch had to give its bytes up.</summary>
    public long Robbed { get; private set; }

    /// <summary>No more batches are gathered at once than processors can.</summary>
    public async ValueTask<IDisposable> GateAsync(CancellationToken abort)
    {
        await _gate.WaitAsync(abort);
        return new Passage(_gate);
    }

    /// <summary>Counts a batch that was just gathered, once there is room for it.</summary>
    public async ValueTask EnterAsync(FeedBatch batch, CancellationToken abort)
    {
        Check(batch.Own);
        while (TryEnter(batch) is { } wait)
        {
            await wait.WaitAsync(abort);
        }
    }

    /// <summary>Throws a <see cref="BadInputException"/> where a single batch takes more than all may.</summary>
    public void Check(long bytes)
    {
        if (bytes > maxBytes)
        {
            throw new BadInputException($"A batch takes more than the {maxBytes >> 20} MiB that batches have: ask for fewer rows with batch_rows, or serve with more memory.");
        }
    }

    /// <summary>A batch is done with, or is to be gathered again.</summary>
    public void Leave(FeedBatch batch)
    {
        lock (_sync)
        {
            Remove(batch);
        }
    }

    /// <summary>A batch's client does not read.</summary>
    public void Park(FeedBatch batch)
    {
        lock (_sync)
        {
            batch.Parked = _parked.AddLast(batch);

            // Somebody may wait for room.
            _left?.TrySetResult();
            _left = null;
        }
    }

    /// <summary>It reads again; whether the batch still has its bytes.</summary>
    public bool Unpark(FeedBatch batch)
    {
        lock (_sync)
        {
            if (batch.Parked is not { } place)
            {
                return false;
            }

            _parked.Remove(place);
            batch.Parked = null;
            return true;
        }
    }

    public void Dispose() => _gate.Dispose();

    private Task? TryEnter(FeedBatch batch)
    {
        lock (_sync)
        {
            while (_bytes + batch.Own > maxBytes && _parked.First is { Value: var longest })
            {
                Remove(longest);
                longest.Free();
                Robbed++;
            }

            if (_bytes + batch.Own > maxBytes)
            {
                _left ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                return _left.Task;
            }

            _inside[batch] = batch.Own;
            Interlocked.Add(ref _bytes, batch.Own);
            return null;
        }
    }

    private void Remove(FeedBatch batch)
    {
        if (batch.Parked is { } place)
        {
            _parked.Remove(place);
            batch.Parked = null;
        }

        if (_inside.Remove(batch, out var bytes))
        {
            Interlocked.Add(ref _bytes, -bytes);
            _left?.TrySetResult();
            _left = null;
        }
    }

    private sealed class Passage(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
