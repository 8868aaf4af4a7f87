namespace Streaming.Kafka.Tests.Reading;

/// <summary>Workers of one group that write one table.</summary>
internal sealed class WorkerGroup(PageTable table, int size) : IAsyncDisposable
{
    private readonly List<Worker> _workers = [.. Enumerable.Range(0, size).Select(_ => Worker.Run(table.Topology))];

    /// <summary>Waits until so many samples are in the table.</summary>
    public Task WaitForAsync(int samples) => table.WaitForAsync(samples, 120, _workers);

    /// <summary>One more.</summary>
    public void Join() => _workers.Add(Worker.Run(table.Topology));

    /// <summary>The one that has been there longest goes, in order.</summary>
    public async Task LeaveAsync()
    {
        var worker = _workers[0];
        _workers.RemoveAt(0);
        worker.Drain();
        await EndAsync(worker);
    }

    /// <summary>SIGKILL to one; another takes its place.</summary>
    public async Task ReplaceAsync(int number)
    {
        await _workers[number].DisposeAsync();
        _workers[number] = Worker.Run(table.Topology);
    }

    /// <summary>Ends them all, in order.</summary>
    public async Task EndAsync()
    {
        _workers.ForEach(w => w.Drain());
        foreach (var worker in _workers)
        {
            await EndAsync(worker);
        }
    }

    /// <summary>Waits for so many samples, ends the workers, and looks whether every page is there once.</summary>
    public async Task FinishAsync(int samples)
    {
        await WaitForAsync(samples);
        await EndAsync();
        Assert.Equal(samples, table.Ids().Count);
        Assert.Equal(Pages.Keys(0, samples), table.Ids().ToHashSet());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
        {
            await worker.DisposeAsync();
        }
    }

    private static async Task EndAsync(Worker worker)
    {
        var (code, _) = await worker.EndAsync();
        Assert.True(code == 130, worker.Errors);
        await worker.DisposeAsync();
    }
}
