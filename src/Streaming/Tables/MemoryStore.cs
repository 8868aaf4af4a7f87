using System.Runtime.CompilerServices;

namespace Streaming.Tables;

/// <summary>A store in memory for simulation: nothing in it is left to chance, and a gate stands before and after each effect.</summary>
/// <param name="gate">
/// Awaited with the operation and the path before its effect, and with the operation + <see cref="Done"/> after it. A seeded scheduler interleaves workers here;
/// what it throws is the operation's failure (after the effect: one whose outcome the caller cannot know).
/// </param>
internal sealed class MemoryStore(Func<string, string, ValueTask>? gate = null) : IObjectStore
{
    public const string Done = ":done";
    public const string Read = "read";
    public const string PutIfAbsent = "put_if_absent";
    public const string Put = "put";
    public const string Create = "create";
    public const string Publish = "publish";
    public const string Move = "move";
    public const string List = "list";
    public const string Delete = "delete";

    private readonly Lock _sync = new();
    private readonly SortedDictionary<string, (byte[] Content, DateTimeOffset Modified)> _objects = new(StringComparer.Ordinal);
    private long _writes;

    public string Root => "memory:";

    /// <summary>When the first write happens; each later one is a millisecond later.</summary>
    public DateTimeOffset Epoch { get; init; } = DateTimeOffset.UnixEpoch;

    public async ValueTask<Stream?> OpenReadAsync(string path, CancellationToken abort)
    {
        var content = await GateAsync(Read, StorePath.Check(path), () => _objects.TryGetValue(path, out var found) ? found.Content : null, abort);
        return content is null ? null : new MemoryStream(content, writable: false);
    }

    public ValueTask<bool> PutIfAbsentAsync(string path, ReadOnlyMemory<byte> content, CancellationToken abort)
    {
        var copy = content.ToArray();
        return GateAsync(PutIfAbsent, StorePath.Check(path), () => _objects.TryAdd(path, (copy, Epoch.AddMilliseconds(_writes++))), abort);
    }

    public async ValueTask PutAsync(string path, ReadOnlyMemory<byte> content, CancellationToken abort) =>
        await PutAsync(Put, StorePath.Check(path), content.ToArray(), abort);

    public async ValueTask<IPendingObject> CreateAsync(string path, CancellationToken abort)
    {
        await GateAsync(Create, StorePath.Check(path), () => true, abort);
        return new Pending(this, path);
    }

    public ValueTask<bool> MoveAsync(string from, string to, CancellationToken abort)
    {
        StorePath.Check(to);
        return GateAsync(
            Move,
            StorePath.Check(from),
            () =>
            {
                if (_objects.Remove(from, out var moved))
                {
                    _objects[to] = moved;
                }

                return _objects.ContainsKey(to);
            },
            abort);
    }

    public async IAsyncEnumerable<StoredObject> ListAsync(string folder, string? startAfter, [EnumeratorCancellation] CancellationToken abort)
    {
        var prefix = StorePath.CheckFolder(folder) is "" ? "" : folder + "/";
        var found = await GateAsync(List, folder, () => Below(prefix, startAfter), abort);
        foreach (var item in found)
        {
            yield return item;
        }
    }

    public async ValueTask DeleteAsync(string path, CancellationToken abort) =>
        await GateAsync(Delete, StorePath.Check(path), () => _objects.Remove(path), abort);

    private ValueTask<bool> PutAsync(string operation, string path, byte[] content, CancellationToken abort) =>
        GateAsync(operation, path, () => (_objects[path] = (content, Epoch.AddMilliseconds(_writes++))).Content.Length > 0, abort);

    private List<StoredObject> Below(string prefix, string? startAfter) =>
    [
        .. _objects
            .Where(o => o.Key.StartsWith(prefix, StringComparison.Ordinal) && (startAfter is null || string.CompareOrdinal(o.Key, startAfter) > 0))
            .Select(o => new StoredObject(o.Key, o.Value.Content.Length, o.Value.Modified)),
    ];

    private async ValueTask<T> GateAsync<T>(string operation, string path, Func<T> effect, CancellationToken abort)
    {
        abort.ThrowIfCancellationRequested();
        if (gate is not null)
        {
            await gate(operation, path);
        }

        T result;
        lock (_sync)
        {
            result = effect();
        }

        if (gate is not null)
        {
            await gate(operation + Done, path);
        }

        return result;
    }

    private sealed class Pending(MemoryStore store, string path) : IPendingObject
    {
        private readonly MemoryStream _content = new();
        private bool _settled;

        public Stream Content => _content;

        public async ValueTask<long> PublishAsync(CancellationToken abort)
        {
            if (_settled)
            {
                throw new InvalidOperationException($"'{path}' was published, or failed to be, before.");
            }

            _settled = true;
            var bytes = _content.ToArray();
            await store.PutAsync(Publish, path, bytes, abort);
            return bytes.Length;
        }

        public ValueTask DisposeAsync() => _content.DisposeAsync();
    }
}
