using System.Globalization;
using System.Runtime.CompilerServices;
using Streaming.Operators;

namespace Streaming.Runtime;

/// <summary>
/// Gives a source that ends several times over. Positions only grow, so each pass after the first has splits of its own, <c>name//2</c>, and ids of its own, <c>id~2</c>: what is drawn from the sample's id
/// (a crop, a shuffle) differs from pass to pass.
/// </summary>
/// <param name="name">The source's name.</param>
/// <param name="inner">The source.</param>
/// <param name="passes">How often; null: until nobody asks any more.</param>
internal sealed class RepeatedSource(string name, Source inner, int? passes) : Source
{
    private const string Mark = "//";

    /// <inheritdoc/>
    public override bool IsBounded => true;

    // Which pass is the latest is read off all its files: those of other parts are not known.
    /// <inheritdoc/>
    public override bool CanShard => false;

    /// <inheritdoc/>
    public override SourceExtent? Extent => passes is { } times && inner.Extent is { } once ? new(once.Samples * times, once.Bytes * times) : null;

    /// <summary>The pass that a split belongs to; 1 for the first one.</summary>
    public static int PassOf(SplitId split) => Divide(split.Name).Pass;

    /// <summary>The name of a split in every pass: the source's own.</summary>
    public static string NameOf(SplitId split) => Divide(split.Name).Name;

    /// <inheritdoc/>
    public override ValueTask<RowSchema> DescribeAsync(SourceContext context, CancellationToken abort) =>
        inner.DescribeAsync(context, abort);

    /// <inheritdoc/>
    public override async IAsyncEnumerable<SourceBatch> ReadAsync(SplitPositions from, [EnumeratorCancellation] CancellationToken abort)
    {
        from = from.Where(split => split.Source == name);

        // A pass begins when the one before it has ended: the latest pass that was begun is the one to go on with.
        var first = from.Next.Keys.Select(PassOf).Append(1).Max();
        for (var pass = first; pass <= (passes ?? int.MaxValue); pass++)
        {
            var start = PositionsOf(from, pass);
            var gave = false;
            await foreach (var batch in inner.ReadAsync(start, abort).WithCancellation(abort))
            {
                gave = true;
                yield return pass == 1 ? batch : Marked(batch, pass);
            }

            // A pass that had everything before it and gave nothing: there is nothing to repeat.
            if (!gave && start.Next.IsEmpty)
            {
                yield break;
            }
        }
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        await base.DisposeAsync();
    }

    private static SplitPositions PositionsOf(SplitPositions from, int pass) => from.Next
        .Select(p => (Of: Divide(p.Key.Name), Split: p.Key, Position: p.Value))
        .Where(p => p.Of.Pass == pass)
        .Aggregate(SplitPositions.Empty, (positions, p) => positions.Advance(p.Split with { Name = p.Of.Name }, p.Position));

    private static SourceBatch Marked(SourceBatch batch, int pass)
    {
        var number = pass.ToString(CultureInfo.InvariantCulture);
        var split = batch.Split with { Name = batch.Split.Name + Mark + number };
        var marked = new SampleBatch();
        foreach (var sample in batch.Batch.Samples)
        {
            marked.Samples.Add(sample.Copy($"{sample.Id}~{number}", sample.Lineage with { Split = split }));
        }

        foreach (var letter in batch.Batch.DeadLetters)
        {
            marked.DeadLetters.Add(letter with { Lineage = letter.Lineage with { Split = split } });
        }

        return batch with { Split = split, Batch = marked };
    }

    private static (string Name, int Pass) Divide(string split)
    {
        var at = split.LastIndexOf(Mark, StringComparison.Ordinal);
        return at >= 0 && int.TryParse(split.AsSpan(at + Mark.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var pass) && pass > 1 ? (split[..at], pass) : (split, 1);
    }
}
