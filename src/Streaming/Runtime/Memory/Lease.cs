namespace Streaming.Runtime;

/// <summary>A batch's share of the <see cref="MemoryBudget"/>. It follows the batch: operators that grow samples resize it, the last one to hold the batch returns it.</summary>
internal sealed class Lease(MemoryBudget budget, long bytes) : IDisposable
{
    private readonly Lock _moving = new();
    private long _bytes = bytes;
    private StageBytes? _place;
    private int _returned;
    private int _sent;

    /// <summary>The batch's size as it was set last.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Sets the batch's size as it is now. Never waits.</summary>
    public void Resize(long to)
    {
        long before;
        lock (_moving)
        {
            before = Interlocked.Exchange(ref _bytes, to);
            _place?.Add(to - before);
        }

        if (before != to)
        {
            budget.Resize(to - before);
        }
    }

    /// <summary>Says where the batch is now: at a stage, or at none.</summary>
    public void MoveTo(StageBytes? place)
    {
        lock (_moving)
        {
            _place?.Add(-_bytes);
            _place = place;
            _place?.Add(_bytes);
        }
    }

    /// <summary>Takes the bytes of another lease over: its batch is part of this one's now.</summary>
    public void Absorb(Lease? other)
    {
        if (other is not null)
        {
            var both = Bytes + other.Bytes;
            other.Dispose();
            Resize(both);
        }
    }

    /// <summary>Says that the batch goes on: until then it only waits for its turn, and cannot come back by itself.</summary>
    public void Send()
    {
        if (Interlocked.Exchange(ref _sent, 1) == 0)
        {
            budget.Sent();
        }
    }

    /// <summary>Returns the bytes.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _returned, 1) == 0)
        {
            MoveTo(null);
            budget.Return(Interlocked.Read(ref _bytes), wasSent: Interlocked.Exchange(ref _sent, 1) == 1);
        }
    }
}
