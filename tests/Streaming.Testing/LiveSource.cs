using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Testing;

/// <summary>What a <see cref="LiveSource"/> gives: whatever a test pushes, when it pushes it.</summary>
public sealed class LiveFeed
{
    private readonly Channel<(string Split, int Count)> _pushed = Channel.CreateUnbounded<(string, int)>();

    /// <summary>What the source says of itself.</summary>
    public SourceGauges Gauges { get; set; } = new();

    internal ChannelReader<(string Split, int Count)> Pushed => _pushed.Reader;

    /// <summary>Gives so many more numbered samples of a split, as one batch.</summary>
    public void Push(string split, int count) => _pushed.Writer.TryWrite((split, count));

    /// <summary>Ends the input.</summary>
    public void End() => _pushed.Writer.Complete();
}

/// <summary>An unbounded source of numbered texts; ids are <c>split:position</c>, as of a <see cref="ListSource"/>.</summary>
[Operator("live")]
public sealed class LiveSource(LiveFeed feed) : Source, ISourceGauges
{
    private SourceContext? _context;

    /// <inheritdoc/>
    public override bool IsBounded => false;

    /// <inheritdoc/>
    public SourceGauges ReadGauges() => feed.Gauges;

    /// <inheritdoc/>
    public override ValueTask<RowSchema> DescribeAsync(SourceContext context, CancellationToken abort)
    {
        _context = context;
        return ValueTask.FromResult(RowSchema.Text);
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<SourceBatch> ReadAsync(SplitPositions from, [EnumeratorCancellation] CancellationToken abort)
    {
        var next = new Dictionary<SplitId, long>();
        await foreach (var (name, count) in feed.Pushed.ReadAllAsync(abort))
        {
            var split = new SplitId(_context!.Name, name);
            var at = next.GetValueOrDefault(split, from[split]);
            var batch = new SampleBatch();
            for (var i = at; i < at + count; i++)
            {
                batch.Samples.Add(new() { Id = $"{name}:{i}", Text = $"{name} {i}", Lineage = new(split, i, [], _context.Run) });
            }

            next[split] = at + count;
            yield return new(split, at, at + count, batch, 1);
        }
    }
}
