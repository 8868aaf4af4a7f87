using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using Streaming.Parquet.Reading;

namespace Streaming.Parquet.Documents;

/// <summary>Options of <see cref="EmptySource"/>.</summary>
internal sealed record EmptySourceOptions
{
    /// <summary>How many samples.</summary>
    [Range(0, long.MaxValue)]
    public long Length { get; init; }

    /// <summary>Columns of text, null in every sample; <c>text</c> is empty.</summary>
    public IReadOnlyList<string> FeatureKeys { get; init; } = [];
}

/// <summary>Gives samples with nothing in them, for steps that write theirs. One split, whose positions count the samples.</summary>
[Operator("empty", Example = "{ length: 1000, feature_keys: [text, topic] }")]
internal sealed class EmptySource(EmptySourceOptions options) : Source
{
    private readonly string[] _columns = [.. options.FeatureKeys.Where(k => !KnownColumns.IsMember(k)).Distinct()];
    private SourceContext? _context;

    /// <inheritdoc/>
    public override bool IsBounded => true;

    /// <inheritdoc/>
    public override SourceExtent Extent => new(options.Length, null);

    /// <inheritdoc/>
    public override ValueTask<RowSchema> DescribeAsync(SourceContext context, CancellationToken abort)
    {
        _context = context;
        return ValueTask.FromResult(_columns.Aggregate(RowSchema.Text, (schema, name) => schema.With(new(name, ColumnType.String))));
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<SourceBatch> ReadAsync(SplitPositions from, [EnumeratorCancellation] CancellationToken abort)
    {
        var context = _context ?? throw new InvalidOperationException("Describe the source before reading it.");
        var split = new SplitId(context.Name, "samples");
        await foreach (var batch in new ReadAhead(1, context.Memory).RunAsync(new[] { Samples(split, context, from[split]).ToAsyncEnumerable() }.ToAsyncEnumerable(), abort))
        {
            yield return batch;
        }
    }

    private IEnumerable<CutBatch> Samples(SplitId split, SourceContext context, long from)
    {
        var cutter = new BatchCutter(split, from, context, (_, _) => 0);
        for (var position = from; position < options.Length; position++)
        {
            var sample = new Sample { Id = SampleId.Of(split, position), Meta = new(_columns, new object?[_columns.Length]), Lineage = new(split, position, [], context.Run) };
            if (cutter.Add(sample, position) is { } full)
            {
                yield return full;
            }
        }

        if (cutter.Rest(isLast: true) is { } rest)
        {
            yield return rest;
        }
    }
}
