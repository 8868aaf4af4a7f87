using System.Globalization;
using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Text;
using Streaming.Operators;
using Streaming.Runtime;

namespace Streaming.Rescoring;

/// <summary>
/// Reads the rejects of one operator that were not let back in yet. Positions are row numbers. The split names the version of the rejects, the topology and its models: when one of them moves all is asked
/// anew, and a run that was killed goes on.
/// </summary>
internal sealed class RescoreSource(RescoreSourceOptions options) : Source
{
    private SourceContext? _context;

    public override bool IsBounded => true;

    public override ValueTask<RowSchema> DescribeAsync(SourceContext context, CancellationToken abort)
    {
        _context = context;
        return ValueTask.FromResult(options.Rejects.Samples);
    }

    public override async IAsyncEnumerable<SourceBatch> ReadAsync(SplitPositions from, [EnumeratorCancellation] CancellationToken abort)
    {
        var asked = XxHash3.HashToUInt64(Encoding.UTF8.GetBytes($"{options.Topology} {options.Stale.ModelsNow}"));
        var split = new SplitId(_context!.Name, string.Create(CultureInfo.InvariantCulture, $"v{options.Rejects.Version}-{asked:x16}"));
        var start = from[split];
        await foreach (var (read, at) in options.Rejects.ReadAsync(_context, [], abort))
        {
            var end = at + read.To - read.From;
            if (end > start)
            {
                yield return new(split, Math.Max(at, start), end, Take(read, split, at, start), read.StoredBytes);
            }
        }
    }

    private SampleBatch Take(SourceBatch read, SplitId split, long at, long start)
    {
        var batch = new SampleBatch();
        foreach (var sample in read.Batch.Samples)
        {
            var position = at + sample.Lineage.Position - read.From;
            if (position >= start && SideRows.OperatorOf(sample) == options.Operator && KeyOf(sample) is var key && !options.Ledger.Has(key))
            {
                options.Ledger.Sent(position, key);
                batch.Samples.Add(Strip(sample, new(split, position, [sample.Id], _context!.Run)));
            }
        }

        return batch;
    }

    // As it was before it was rejected; stats of a model that is another one by now are asked for again.
    private Sample Strip(Sample row, Lineage lineage)
    {
        var epoch = row.Meta[SideRows.Epoch] as long? ?? 0;
        foreach (var name in SideRows.OfRejection.Append(RejectsTable.Before))
        {
            row.Meta.Remove(name);
        }

        foreach (var stat in options.Stale.Of(epoch))
        {
            row.Stats[stat] = null;
        }

        return row.Copy(lineage: lineage);
    }

    // Where the sample came from, and who refused it: the same whatever file the row lies in, and other for another sample of the same id.
    private UInt128 KeyOf(Sample row)
    {
        var text = new StringBuilder(row.Id).Append('\n').Append(options.Operator);
        foreach (var part in ((row.Meta[RejectsTable.Before] as object?[]) ?? []).Take(3))
        {
            text.Append('\n').Append(CultureInfo.InvariantCulture, $"{part}");
        }

        return XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(text.ToString()));
    }
}

/// <summary>What is re-scored.</summary>
/// <param name="Rejects">The rejects.</param>
/// <param name="Topology">The topology's hash.</param>
/// <param name="Operator">The operator that refused them.</param>
/// <param name="Ledger">What was let back in.</param>
/// <param name="Stale">Stats that are not believed any more.</param>
internal sealed record RescoreSourceOptions(RejectsTable Rejects, string Topology, string Operator, ReadmissionLedger Ledger, StaleStats Stale);
