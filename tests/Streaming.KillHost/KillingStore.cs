using System.Diagnostics;
using System.Runtime.CompilerServices;
using Streaming.Tables;
using Streaming.Testing;

namespace Streaming.KillHost;

/// <summary>
/// Kills the process at the n-th operation of a kind: no finally, no flush, no goodbye. Kinds that begin with <see cref="Merge"/> are those of a compaction alone: it makes files
/// whose names end in <c>-m…</c>, and entries that say OPTIMIZE.
/// </summary>
internal sealed class KillingStore(IObjectStore inner, string operation, int count, bool after) : IObjectStore
{
    /// <summary>What the names of a compaction's steps begin with.</summary>
    public const string Merge = "merge_";

    private int _seen;

    public string Root => inner.Root;

    public async ValueTask<Stream?> OpenReadAsync(string path, CancellationToken abort) =>
        await AtAsync(FaultingStore.Read, () => inner.OpenReadAsync(path, abort));

    public async ValueTask<bool> PutIfAbsentAsync(string path, ReadOnlyMemory<byte> content, CancellationToken abort) =>
        await AtAsync(Kind(FaultingStore.PutIfAbsent, content.Span.IndexOf("OPTIMIZE"u8) >= 0), () => inner.PutIfAbsentAsync(path, content, abort));

    public async ValueTask PutAsync(string path, ReadOnlyMemory<byte> content, CancellationToken abort) => await AtAsync(FaultingStore.Put, async () =>
    {
        await inner.PutAsync(path, content, abort);
        return true;
    });

    public async ValueTask<IPendingObject> CreateAsync(string path, CancellationToken abort) =>
        new Pending(this, IsMerged(path), await AtAsync(Kind(FaultingStore.Create, IsMerged(path)), () => inner.CreateAsync(path, abort)));

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

    private static bool IsMerged(string path) => Path.GetFileNameWithoutExtension(path).Split('-')[^1].StartsWith('m');

    private string Kind(string kind, bool isMerge) => isMerge && operation.StartsWith(Merge, StringComparison.Ordinal) ? Merge + kind : kind;

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

    private sealed class Pending(KillingStore store, bool isMerged, IPendingObject inner) : IPendingObject
    {
        public Stream Content => inner.Content;

        public async ValueTask<long> PublishAsync(CancellationToken abort) => await store.AtAsync(store.Kind(FaultingStore.Publish, isMerged), () => inner.PublishAsync(abort));

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
