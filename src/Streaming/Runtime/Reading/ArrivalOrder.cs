namespace Streaming.Runtime;

/// <summary>With an unbounded source: whoever has a batch ready, in turns. The order is recorded in the commit, so that a replay can follow it.</summary>
internal sealed class ArrivalOrder(EpochLimits limits) : IIntakeOrder
{
    private int _last = -1;

    public EpochLimits? Limits => limits;

    public void BeginEpoch(bool again)
    {
    }

    public void Took(int source, TakenBatch batch) => _last = source;

    public async ValueTask<Turn?> NextAsync(IReadOnlyList<SourceReader> readers, IntakeRoom room, CancellationToken until)
    {
        while (true)
        {
            for (var i = 1; i <= readers.Count; i++)
            {
                var source = (_last + i) % readers.Count;
                if (readers[source].IsReady && await readers[source].PeekAsync(until) is not null)
                {
                    return new(source, long.MaxValue);
                }
            }

            if (!await AnyAsync(readers, until))
            {
                return null;
            }
        }
    }

    // False when all have ended. Who goes on waiting is called back: beside a busy source, an idle one would gather waiters without end.
    private static async ValueTask<bool> AnyAsync(IReadOnlyList<SourceReader> readers, CancellationToken until)
    {
        using var others = CancellationTokenSource.CreateLinkedTokenSource(until);
        var waits = readers.Select(r => r.WaitAsync(others.Token).AsTask()).ToList();
        try
        {
            while (waits.Count > 0)
            {
                var done = await Task.WhenAny(waits);
                waits.Remove(done);
                if (await done)
                {
                    return true;
                }
            }

            return false;
        }
        finally
        {
            await others.CancelAsync();
        }
    }
}
