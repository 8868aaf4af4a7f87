using System.Runtime.CompilerServices;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Testing;

/// <summary>What the splits of shared sources hold, as a topic does: every worker that has the split reads the same.</summary>
public sealed class SharedFeed
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _counts = [];
    private TaskCompletionSource _grown = NewSource();

    /// <summary>Appends so many numbered samples to a split.</summary>
    public void Push(string split, int count)
    {
        lock (_lock)
        {
            _counts[split] = _counts.GetValueOrDefault(split) + count;
            var grown = _grown;
            _grown = NewSource();
            grown.SetResult();
        }
    }

    /// <summary>How many samples a split has, and a task that ends when one of the splits has more.</summary>
    internal (long Count, Task Grown) Look(string split)
    {
        lock (_lock)
        {
            return (_counts.GetValueOrDefault(split), _grown.Task);
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>The splits that a test deals to one worker, in the place of a group.</summary>
/// <param name="feed">What they hold.</param>
public sealed class SharedHand(SharedFeed feed)
{
    private readonly Lock _lock = new();
    private volatile TaskCompletionSource<string[]> _dealt = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Taken? _taken;
    private int _readings;

    /// <summary>How often the worker began to read: each time it was given other splits, and each time it was fenced.</summary>
    public int Readings => Volatile.Read(ref _readings);

    internal SharedFeed Feed => feed;

    /// <summary>Other splits from now on; ends when the worker has given the old ones back.</summary>
    public Task DealAsync(params string[] splits) => ChangeAsync(splits, isLost: false);

    /// <summary>The worker's splits are gone before it hears of it.</summary>
    public Task LoseAsync() => ChangeAsync([], isLost: true);

    internal async ValueTask<SplitHand> TakeAsync(string source, CancellationToken abort)
    {
        while (true)
        {
            var dealt = _dealt;
            var splits = await dealt.Task.WaitAsync(abort);
            lock (_lock)
            {
                // They may have been dealt anew meanwhile.
                if (dealt == _dealt)
                {
                    _taken = new();
                    return new(splits.Select(s => new SplitId(source, s)).ToHashSet(), _taken.Ending.Token, _taken.Lost.Token);
                }
            }
        }
    }

    internal void BeginReading() => Interlocked.Increment(ref _readings);

    internal void Release()
    {
        lock (_lock)
        {
            _taken?.Released.SetResult();
            _taken = null;
        }
    }

    private async Task ChangeAsync(string[] splits, bool isLost)
    {
        TaskCompletionSource<string[]> next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Taken? taken;
        lock (_lock)
        {
            // Who waits for the deal before is sent on to this one.
            _dealt.TrySetResult([]);
            _dealt = next;
            taken = _taken;
        }

        if (taken is not null)
        {
            await (isLost ? taken.Lost : taken.Ending).CancelAsync();
            await taken.Released.Task;
        }

        next.SetResult(splits);
    }

    private sealed class Taken
    {
        public CancellationTokenSource Ending { get; } = new();

        public CancellationTokenSource Lost { get; } = new();

        public TaskCompletionSource Released { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>An unbounded source of numbered texts that several workers share; ids are <c>split:position</c>, as of a <see cref="ListSource"/>.</summary>
[Operator("shared")]
public sealed class SharedSource(SharedHand hand) : Source, ISharedSource
{
    private const int BatchSamples = 5;

    private SourceContext? _context;
    private SplitHand? _taken;

    /// <inheritdoc/>
    public override bool IsBounded => false;

    /// <inheritdoc/>
    public override ValueTask<RowSchema> DescribeAsync(SourceContext context, CancellationToken abort)
    {
        _context = context;
        return ValueTask.FromResult(RowSchema.Text);
    }

    /// <inheritdoc/>
    public async ValueTask<SplitHand> TakeAsync(CancellationToken abort) => _taken = await hand.TakeAsync(_context!.Name, abort);

    /// <inheritdoc/>
    public ValueTask<SplitPositions> StartAsync(HandStart start, CancellationToken abort) =>
        ValueTask.FromResult(_taken!.Splits.Aggregate(SplitPositions.Empty, (p, s) => p.Advance(s, start.Recorded[s])));

    /// <inheritdoc/>
    public override async IAsyncEnumerable<SourceBatch> ReadAsync(SplitPositions from, [EnumeratorCancellation] CancellationToken abort)
    {
        var next = from.Next.ToDictionary();
        hand.BeginReading();
        while (true)
        {
            var grown = hand.Feed.Look("").Grown;
            var isIdle = true;
            foreach (var (split, at) in next.OrderBy(n => n.Key).ToList())
            {
                if (Math.Min(hand.Feed.Look(split.Name).Count, at + BatchSamples) is var to && to > at)
                {
                    isIdle = false;
                    next[split] = to;
                    yield return Batch(split, at, to);
                }
            }

            await (isIdle ? grown.WaitAsync(abort) : Task.CompletedTask);
            abort.ThrowIfCancellationRequested();
        }
    }

    /// <inheritdoc/>
    public void Committed(IReadOnlyDictionary<SplitId, long> positions)
    {
    }

    /// <inheritdoc/>
    public void Release() => hand.Release();

    private SourceBatch Batch(SplitId split, long from, long to)
    {
        var batch = new SampleBatch();
        for (var i = from; i < to; i++)
        {
            batch.Samples.Add(new() { Id = $"{split.Name}:{i}", Text = $"{split.Name} {i}", Lineage = new(split, i, [], _context!.Run) });
        }

        return new(split, from, to, batch, 1);
    }
}
