using Streaming.Operators.Deduplication.Keys;
using Streaming.Operators.Holding;

namespace Streaming.Operators.Deduplication.Lines;

/// <summary>The whole input of a line deduplicator in <c>scope: dataset</c>: samples and their lines are held, in memory and beyond it on disk, until every line is counted.</summary>
internal sealed class WholeLines(IMemoryAccount account, Func<string> folder, int threshold) : IDisposable
{
    private readonly SampleSpool _samples = new(account.Limit / 8, folder);

    // A line in the high half, the number of a sample in the low half: sorted, the samples of a line are neighbours, each there once.
    private readonly KeySorter<UInt128> _lines = new(account.Limit / 8, folder);
    private readonly SpillingKeySet<ulong> _frequent = new(account.Limit / 16, folder);
    private readonly MemoryShare _memory = new(account);
    private int _seen;
    private bool _counted;

    /// <summary>Samples held.</summary>
    public long Held => _samples.Count;

    public void Add(Sample sample, UInt128[] lines)
    {
        foreach (var line in lines)
        {
            if (line != LineHashes.Skipped)
            {
                _lines.Add(new(High(line), (ulong)_seen));
            }
        }

        _seen = checked(_seen + 1);
        _samples.Add(sample);
    }

    /// <summary>Moves some samples on, in order, without their frequent lines. Nothing moves after the last.</summary>
    public void GiveBack(SampleBatch batch, LineHashes hashes)
    {
        if (!_counted)
        {
            Count();
            _counted = true;
        }

        foreach (var sample in _samples.TakeBatch())
        {
            // Data-Juicer returns a data set of one sample as it is.
            sample.Text = _seen > 1 ? LineHashes.Without(sample.Text, hashes.Of(sample.Text), line => _frequent.Contains(High(line))) : sample.Text;
            batch.Samples.Add(sample);
        }

        Settle();
    }

    /// <summary>Tells the memory account what is held.</summary>
    public void Settle() => _memory.Hold(_samples.Bytes + _lines.Bytes + _frequent.Bytes);

    public void Dispose()
    {
        _samples.Dispose();
        _lines.Dispose();
        _frequent.Dispose();
        account.Hold(0);
    }

    private static ulong High(UInt128 line) => (ulong)(line >> 64);

    private void Count()
    {
        var keys = _lines.Sorted();
        var (line, count) = (0UL, 0L);
        while (keys.MoveNext())
        {
            count = High(keys.Current) == line ? count + 1 : 1;
            line = High(keys.Current);
            if (count == threshold + 1L)
            {
                _frequent.Add(line);
            }
        }

        _lines.Dispose();
    }
}
