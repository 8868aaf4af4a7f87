using Streaming.Operators.Deduplication.Stores;

namespace Streaming.Operators.Deduplication.Lines;

/// <summary>In how many documents of a stream each line was seen: a line's n-th document is a key of an exact set, so counts spill, are logged and restored as keys are.</summary>
/// <param name="most">Counts end here.</param>
/// <param name="parameters">A digest of the options that shape hashes.</param>
/// <param name="options">Where counts lie.</param>
internal sealed class LineCounts(int most, ulong parameters, StoreOptions options) : IDisposable
{
    private static readonly UInt128 Step = new(0x9E3779B97F4A7C15, 0xF39CC0605CEDC835);

    private readonly KeyIndex<UInt128> _keys = new(parameters, options);

    public void Open(OperatorContext context) => _keys.Open(context);

    /// <summary>Counts another document with the line; true where its count has come to the end.</summary>
    public bool IsAtEnd(UInt128 line, Sample sample)
    {
        if (_keys.Contains(Key(line, most)))
        {
            return true;
        }

        // Most lines are new. Of the others all numbers up to the count are there, so halving finds it.
        var (seen, unseen) = (0, most);
        for (var probe = 1; seen + 1 < unseen; probe = (seen + unseen) / 2)
        {
            if (_keys.Contains(Key(line, probe)))
            {
                seen = probe;
            }
            else
            {
                unseen = probe;
            }
        }

        _keys.Add(Key(line, unseen), sample);
        return unseen == most;
    }

    public void Save(IStateWriter state) => _keys.Save(state);

    public void Restore(IStateReader state) => _keys.Restore(state);

    public void Settle() => _keys.Settle();

    public void Dispose() => _keys.Dispose();

    private static UInt128 Key(UInt128 line, int number) => line + ((UInt128)number * Step);
}
