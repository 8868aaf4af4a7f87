using System.Runtime.CompilerServices;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Testing;

/// <summary>What a <see cref="ListSource"/> gives.</summary>
/// <param name="Splits">Split name → texts.</param>
public sealed record ListSourceOptions(IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> Splits)
{
    /// <summary>Samples in a batch.</summary>
    public int BatchSamples { get; init; } = 16;

    /// <summary>Whether it ends.</summary>
    public bool IsBounded { get; init; } = true;

    /// <summary>Called before each batch with the split and position; may throw or wait.</summary>
    public Func<string, long, CancellationToken, ValueTask>? BeforeBatch { get; init; }

    /// <summary>One split of numbered texts.</summary>
    public static ListSourceOptions Numbered(int samples, string split = "a") =>
        new([new(split, [.. Enumerable.Range(0, samples).Select(i => $"{split} {i}")])]);
}

/// <summary>A source of given texts; ids are <c>split:position</c>.</summary>
[Operator("list")]
public sealed class ListSource(ListSourceOptions options) : Source
{
    private SourceContext? _context;

    /// <inheritdoc/>
    public override bool IsBounded => options.IsBounded;

    /// <inheritdoc/>
    public override ValueTask<RowSchema> DescribeAsync(SourceContext context, CancellationToken abort)
    {
        _context = context;
        return ValueTask.FromResult(RowSchema.Text);
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<SourceBatch> ReadAsync(SplitPositions from, [EnumeratorCancellation] CancellationToken abort)
    {
        foreach (var (name, texts) in options.Splits)
        {
            var split = new SplitId(_context!.Name, name);
            for (var at = from[split]; at < texts.Count;)
            {
                if (options.BeforeBatch is { } before)
                {
                    await before(name, at, abort);
                }

                var to = Math.Min(texts.Count, at + options.BatchSamples);
                var batch = new SampleBatch();
                for (var i = at; i < to; i++)
                {
                    batch.Samples.Add(new() { Id = $"{name}:{i}", Text = texts[(int)i], Lineage = new(split, i, [], _context.Run) });
                }

                yield return new(split, at, to, batch, 1) { IsLastOfSplit = to == texts.Count };
                at = to;
            }
        }

        if (!options.IsBounded)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, abort);
        }
    }
}
