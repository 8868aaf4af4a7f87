using System.Globalization;
using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Text;
using Streaming.Operators;
using Streaming.Runtime;

namespace Streaming.Rescoring;

/// <summary>
/// Reads the dead letters of one operator that are not settled yet, as the samples that they were. All of them are one split, whatever version of the dead letters or of the topology it is, and every row that is read moves its position on:
/// so of two at once the second to commit is fenced. One that was killed begins with the first row again; what it settled is known.
/// </summary>
internal sealed class RetrySource(RetrySourceOptions options) : Source
{
    private const string Split = "dead_letters";

    private SourceContext? _context;

    public override bool IsBounded => true;

    public override ValueTask<RowSchema> DescribeAsync(SourceContext context, CancellationToken abort)
    {
        _context = context;
        return ValueTask.FromResult(options.Schema);
    }

    public override async IAsyncEnumerable<SourceBatch> ReadAsync(SplitPositions from, [EnumeratorCancellation] CancellationToken abort)
    {
        var split = new SplitId(_context!.Name, Split);
        var start = from[split];
        await foreach (var (read, at) in options.Letters.ReadAsync(abort))
        {
            yield return new(split, start + at, start + at + read.To - read.From, Take(read, split, start + at), read.StoredBytes);
        }
    }

    private SampleBatch Take(SourceBatch read, SplitId split, long at)
    {
        var batch = new SampleBatch();
        foreach (var row in read.Batch.Samples)
        {
            var position = at + row.Lineage.Position - read.From;
            if (SideRows.OperatorOf(row) == options.Operator && KeyOf(row) is var key && !options.Ledger.Has(key))
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
/// <param name="Operator">The operator that they broke.</param>
/// <param name="Ledger">What was settled.</param>
/// <param name="Unreadable">Counts payloads that are no samples of these columns.</param>
internal sealed record RetrySourceOptions(DeadLettersTable Letters, RowSchema Schema, string Operator, ReadmissionLedger Ledger, Tally Unreadable);

/// <summary>A count that one thread adds to and others read.</summary>
internal sealed class Tally
{
    private long _count;

    /// <summary>The count.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>One more.</summary>
    public void Add() => Interlocked.Increment(ref _count);
}
