using System.Numerics;
using Streaming.Operators.Deduplication.Keys;

namespace Streaming.Operators.Deduplication.Stores;

/// <summary>Keys in memory and beyond it in files that end with the run; at the start it holds nothing.</summary>
internal sealed class MemoryKeyStore<TKey>(long allowance, Func<string> folder) : IKeyStore<TKey> where TKey : unmanaged, IBinaryInteger<TKey>
{
    private readonly SpillingKeySet<TKey> _keys = new(allowance, folder);

    public long Count => _keys.Count;

    public long Bytes => _keys.Bytes;

    public bool NeedsOwners => false;

    public bool Contains(TKey key) => _keys.Contains(key);

    public void Add(ReadOnlySpan<TKey> keys, ReadOnlySpan<ulong> owners, Span<bool> isNew)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            isNew[i] = _keys.Add(keys[i]);
        }
    }

    public void Seal(LogMark mark)
    {
    }

    public bool Holds(LogMark mark) => false;

    public void Recover()
    {
    }

    public void Replay(TKey key) => _keys.AddUnseen(key);

    public void Dispose() => _keys.Dispose();
}
