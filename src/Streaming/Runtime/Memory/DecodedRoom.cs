using Streaming.Operators;

namespace Streaming.Runtime;

/// <summary>Room for what stages keep decoded: an eighth of the run's memory at most, charged to it, and none that samples in flight or operators need.</summary>
internal sealed class DecodedRoom(MemoryBudget budget) : IDecodedRoom
{
    private const int ShareOfBudget = 8;

    private readonly Lock _lock = new();
    private readonly IMemoryAccount _account = budget.OpenAccount();
    private long _held;

    public bool TryTake(long bytes)
    {
        lock (_lock)
        {
            if (_held + bytes > budget.Limit / ShareOfBudget || budget.Used + bytes > budget.Limit)
            {
                return false;
            }

            Hold(bytes);
            return true;
        }
    }

    public void Give(long bytes)
    {
        if (bytes > 0)
        {
            lock (_lock)
            {
                Hold(-bytes);
            }
        }
    }

    private void Hold(long by)
    {
        _held += by;
        _account.Hold(_held);
    }
}
