using System.Runtime.CompilerServices;
using Streaming.Tables;

namespace Streaming.Testing;

/// <summary>A store that fails or waits where a test says so.</summary>
/// <remarks><code>
/// var store = new FaultingStore(new LocalStore(folder));
/// store.Fail(FaultingStore.Publish, ".parquet", () => new IOException("No space left on device"));
/// </code></remarks>
public sealed class FaultingStore(IObjectStore inner) : IObjectStore
{
    /// <summary>Opening for reading.</summary>
    public const string Read = "read";

    /// <summary><see cref="IObjectStore.PutIfAbsentAsync"/>.</summary>
    public const string PutIfAbsent = "put_if_absent";

    /// <summary><see cref="IObjectStore.PutAsync"/>.</summary>
    public const string Put = "put";

    /// <summary><see cref="IObjectStore.CreateAsync"/>.</summary>
    public const string Create = "create";

    /// <summary>Each write to a pending object.</summary>
    public const string Write = "write";

    /// <summary><see cref="IPendingObject.PublishAsync"/>.</summary>
    public const string Publish = "publish";

    /// <summary><see cref="IObjectStore.MoveAsync"/>.</summary>
    public const string Move = "move";

    /// <summary><see cref="IObjectStore.ListAsync"/>.</summary>
    public const string List = "list";

    /// <summary><see cref="IObjectStore.DeleteAsync"/>.</summary>
    public const string Delete = "delete";

    private readonly Lock _sync = new();
    private readonly List<Rule> _rules = [];

    /// <inheritdoc/>
    public string Root => inner.Root;

    /// <summary>Every operation so far, with its path, in order.</summary>
    public List<(string Operation, string Path)> Seen { get; } = [];

    /// <summary>Throws at the operation on paths that contain <paramref name="path"/>: before its effect, or after it (then the caller cannot know whether it happened).</summary>
    public void Fail(string operation, string path, Func<Exception> error, bool after = false, int times = int.MaxValue) =>
        Add(new(operation, path, after, times, () => throw error()));

    /// <summary>Waits at the operation on paths that contain <paramref name="path"/>, once, until released.</summary>
    public Block Hold(string operation, string path, bool after = false)
    {
        var block = new Block();
        Add(new(operation, path, after, 1, block.WaitAsync));
        return block;
    }

    /// <summary>Forgets all rules.</summary>
    public void Heal()
    {
        lock (_sync)
        {
            _rules.Clear();
        }
    }

    /// <inheritdoc/>
    public async ValueTask<Stream?> OpenReadAsync(string path, CancellationToken abort) =>
        await AtAsync(Read, path, () => inner.OpenReadAsync(path, abort));

    /// <inheritdoc/>
    public async ValueTask<bool> PutIfAbsentAsync(string path, ReadOnlyMemory<byte> content, CancellationToken abort) =>
        await AtAsync(PutIfAbsent, path, () => inner.PutIfAbsentAsync(path, content, abort));

    /// <inheritdoc/>
    public async ValueTask PutAsync(string path, ReadOnlyMemory<byte> content, CancellationToken abort) => await AtAsync(Put, path, async () =>
    {
        await inner.PutAsync(path, content, abort);
        return true;
    });

    /// <inheritdoc/>
    public async ValueTask<IPendingObject> CreateAsync(string path, CancellationToken abort) =>
        new Pending(this, path, await AtAsync(Create, path, () => inner.CreateAsync(path, abort)));

    /// <inheritdoc/>
    public async ValueTask<bool> MoveAsync(string from, string to, CancellationToken abort) =>
        await AtAsync(Move, from, () => inner.MoveAsync(from, to, abort));

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredObject> ListAsync(string folder, string? startAfter, [EnumeratorCancellation] CancellationToken abort)
    {
        await AtAsync(List, folder, () => new ValueTask<bool>(true));
        await foreach (var item in inner.ListAsync(folder, startAfter, abort))
        {
            yield return item;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(string path, CancellationToken abort) => await AtAsync(Delete, path, async () =>
    {
        await inner.DeleteAsync(path, abort);
        return true;
    });

    private void Add(Rule rule)
    {
        lock (_sync)
        {
            _rules.Add(rule);
        }
    }

    private async ValueTask<T> AtAsync<T>(string operation, string path, Func<ValueTask<T>> effect)
    {
        lock (_sync)
        {
            Seen.Add((operation, path));
        }

        await ApplyAsync(operation, path, after: false);
        var result = await effect();
        await ApplyAsync(operation, path, after: true);
        return result;
    }

    private async ValueTask ApplyAsync(string operation, string path, bool after)
    {
        Rule? rule;
        lock (_sync)
        {
            rule = _rules.FirstOrDefault(r => r.Left > 0 && r.Operation == operation && r.After == after && path.Contains(r.Path, StringComparison.Ordinal));
            if (rule is not null)
            {
                rule.Left--;
            }
        }

        if (rule is not null)
        {
            await rule.Act();
        }
    }

    /// <summary>A point at which an operation waits.</summary>
    public sealed class Block
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Completes when an operation waits here.</summary>
        public Task Reached => _reached.Task;

        /// <summary>Lets it go on.</summary>
        public void Release() => _released.TrySetResult();

        internal async ValueTask WaitAsync()
        {
            _reached.TrySetResult();
            await _released.Task;
        }
    }

    private sealed class Rule(string operation, string path, bool after, int times, Func<ValueTask> act)
    {
        public string Operation => operation;

        public string Path => path;

        public bool After => after;

        public int Left { get; set; } = times;

        public ValueTask Act() => act();
    }

    private sealed class Pending(FaultingStore store, string path, IPendingObject pending) : IPendingObject
    {
        public Stream Content { get; } = new FaultingStream(pending.Content, () => store.ApplyAsync(Write, path, after: false));

        public ValueTask<long> PublishAsync(CancellationToken abort) => store.AtAsync(Publish, path, () => pending.PublishAsync(abort));

        public ValueTask DisposeAsync() => pending.DisposeAsync();
    }

    private sealed class FaultingStream(Stream inner, Func<ValueTask> before) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => inner.Length;

        public override long Position { get => inner.Position; set => throw new NotSupportedException(); }

        public override void Flush() => inner.Flush();

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count)
        {
            before().AsTask().GetAwaiter().GetResult();
            inner.Write(buffer, offset, count);
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await before();
            await inner.WriteAsync(buffer, cancellationToken);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }
}
