using System.Diagnostics;
using System.Runtime.CompilerServices;
using Streaming.Tables;
using Streaming.Testing;

namespace Streaming.KillHost;

/// <summary>Kills the process at the n-th operation of a kind: no finally, no flush, no goodbye.</summary>
internal sealed class KillingStore(IObjectStore inner, string operation, int count, bool after) : IObjectStore
{
    private int _seen;

    public string Root => inner.Root;

    public async ValueTask<Stream?> OpenReadAsync(string path, CancellationToken abort) =>
        await AtAsync(FaultingStore.Read, () => inner.OpenReadAsync(path, abort));

    public async ValueTask<bool> PutIfAbsentAsync(string path, ReadOnlyMemory<byte> content, CancellationToken abort) =>
        await AtAsync(FaultingStore.PutIfAbsent, () => inner.PutIfAbsentAsync(path, content, abort));

    public async ValueTask PutAsync(string path, ReadOnlyMemory<byte> content, CancellationToken abort) => await AtAsync(FaultingStore.Put, async () =>
    {
        await inner.PutAsync(path, content, abort);
        return true;
    });

    public async ValueTask<IPendingObject> CreateAsync(string path, CancellationToken abort) =>
        new Pending(this, await AtAsync(FaultingStore.Create, () => inner.CreateAsync(path, abort)));

    public async ValueTask<bool> MoveAsync(string from, string to, CancellationToken abort) =>
        await AtAsync(FaultingStore.Move, () => inner.MoveAsync(from, to, abort));

    public async IAsyncEnumerable<StoredObject> ListAsync(string folder, string? startAfter, [EnumeratorCancellation] CancellationToken abort)
    {
        await foreach (var item in inner.ListAsync(folder, startAfter, abort))
        {
            yield return item;
        }
    }

    public ValueTask DeleteAsync(string path, CancellationToken abort) => inner.DeleteAsync(path, abort);

    private async ValueTask<T> AtAsync<T>(string kind, Func<ValueTask<T>> effect)
    {
        var dies = kind == operation && Interlocked.Increment(ref _seen) == count;
        if (dies && !after)
        {
            Kill();
        }

        var result = await effect();
        if (dies)
        {
            Kill();
        }

        return result;
    }

    private static void Kill()
    {
        Process.GetCurrentProcess().Kill();
        Thread.Sleep(Timeout.Infinite);
    }

    private sealed class Pending(KillingStore store, IPendingObject inner) : IPendingObject
    {
        public Stream Content => inner.Content;

        public async ValueTask<long> PublishAsync(CancellationToken abort) => await store.AtAsync(FaultingStore.Publish, () => inner.PublishAsync(abort));

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
