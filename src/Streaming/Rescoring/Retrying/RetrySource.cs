using System.Globalization;
using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Text;
using Streaming.Operators;
using Streaming.Runtime;

namespace Streaming.Rescoring;

/// <summary>
/// Reads the dead letters of one operator that are not settled yet, as the samples that they were. Positions are row numbers. The split names the version of the dead letters, the topology, and the round: a round that was
/// killed goes on, one that came to its end is followed by the next. Two at once take the same round, and the second to commit is fenced.
/// </summary>
internal sealed class RetrySource(RetrySourceOptions options) : Source
{
    private SourceContext? _context;

    public override bool IsBounded => true;

    public override ValueTask<RowSchema> DescribeAsync(SourceContext context, CancellationToken abort)
    {
        _context = context;
        return ValueTask.FromResult(options.Schema);
    }

    public override async IAsyncEnumerable<SourceBatch> ReadAsync(SplitPositions from, [EnumeratorCancellation] CancellationToken abort)
    {
        var split = RoundOf(from);
        var start = from[split];
        await foreach (var (read, at) in options.Letters.ReadAsync(abort))
        {
            var end = at + read.To - read.From;
            if (end > start)
            {
                yield return new(split, Math.Max(at, start), end, Take(read, split, at, start), read.StoredBytes);
            }
        }
    }

    private SplitId RoundOf(SplitPositions from)
    {
        var topology = XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(options.Topology));
        for (var round = 0; ; round++)
        {
            var split = new SplitId(_context!.Name, string.Create(CultureInfo.InvariantCulture, $"v{options.Letters.Version}-{topology:x16}-{round}"));
            if (from[split] < options.Letters.Count)
            {
                return split;
            }
        }
    }

    private SampleBatch Take(SourceBatch read, SplitId split, long at, long start)
    {
        var batch = new SampleBatch();
        foreach (var row in read.Batch.Samples)
        {
            var position = at + row.Lineage.Position - read.From;
            if (position >= start && SideRows.OperatorOf(row) == options.Operator && KeyOf(row) is var key && !options.Ledger.Has(key))
            {
                try
                {
                    var sample = SampleJsonReader.Read(row.Meta["payload"] as byte[] ?? [], options.Schema, new(split, position, [], _context!.Run));
                    batch.Samples.Add(sample.Copy(lineage: sample.Lineage with { Parents = [sample.Id] }));
                    options.Ledger.Sent(position, key);
                }
                catch (InvalidDataException)
                {
                    options.Unreadable.Add();
                }
            }
        }

        return batch;
    }

    // Where it came from, what it was there, and what broke at it: the same whatever file the row lies in.
    private UInt128 KeyOf(Sample row)
    {
        var hash = new XxHash128();
        hash.Append(Encoding.UTF8.GetBytes($"dead letter\n{options.Operator}"));
        foreach (var part in ((row.Meta[RejectsTable.Before] as object?[]) ?? []).Take(3))
        {
            hash.Append(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\n{part}")));
        }

        hash.Append("\n"u8);
        hash.Append(row.Meta["payload"] as byte[] ?? []);
        return hash.GetCurrentHashAsUInt128();
    }
}

/// <summary>What is tried again.</summary>
/// <param name="Letters">The dead letters.</param>
/// <param name="Schema">The columns of samples as they reach the operator.</param>
/// <param name="Topology">The topology's hash.</param>
/// <param name="Operator">The operator that they broke.</param>
/// <param name="Ledger">What was settled.</param>
/// <param name="Unreadable">Counts payloads that are no samples of these columns.</param>
internal sealed record RetrySourceOptions(DeadLettersTable Letters, RowSchema Schema, string Topology, string Operator, ReadmissionLedger Ledger, Tally Unreadable);

/// <summary>A count that one thread adds to and others read.</summary>
internal sealed class Tally
{
    private long _count;

    /// <summary>The count.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>One more.</summary>
    public void Add() => Interlocked.Increment(ref _count);
}
