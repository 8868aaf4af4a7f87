using System.Numerics;
using Streaming.Operators.Deduplication.Keys;

namespace Streaming.Operators.Deduplication;

/// <summary>The keys that a deduplicator has seen: an exact set with its state log and its account with the memory budget.</summary>
/// <param name="parameters">A digest of the options that shape keys.</param>
internal sealed class KeyIndex<TKey>(ulong parameters) : IDisposable where TKey : unmanaged, IBinaryInteger<TKey>
{
    // An eighth: a topology may well have several deduplicators, and most of the budget is for what flows.
    private const int ShareOfBudget = 8;

    private readonly KeyLog<TKey> _log = new(parameters);
    private SpillingKeySet<TKey>? _keys;
    private MemoryShare? _memory;

    /// <summary>Keys seen.</summary>
    public long Count => Keys.Count;

    /// <summary>Files of spilled keys.</summary>
    public int RunCount => Keys.RunCount;

    private SpillingKeySet<TKey> Keys => _keys ?? throw new InvalidOperationException("The deduplicator was not opened.");

    public void Open(OperatorContext context)
    {
        _keys = new(context.Memory.Limit / ShareOfBudget, context.ScratchFolder);
        _memory = new(context.Memory);
    }

    /// <summary>Adds a key; false where it was seen before.</summary>
    public bool Add(TKey key)
    {
        if (!Keys.Add(key))
        {
            return false;
        }

        _log.Add(key);
        return true;
    }

    /// <summary>Whether the key was seen.</summary>
    public bool Contains(TKey key) => Keys.Contains(key);

    /// <summary>Writes the keys that are new since the last barrier.</summary>
    public void Save(IStateWriter state) => _log.Save(state.Log);

    /// <summary>Reads the keys back.</summary>
    /// <param name="state">What was recorded.</param>
    /// <param name="seen">Gets each key; one that two workers saw may come twice.</param>
    public void Restore(IStateReader state, Action<TKey>? seen = null)
    {
        foreach (var part in state.OpenLog())
        {
            using (part)
            {
                _log.Restore(part, key =>
                {
                    Keys.AddUnseen(key);
                    seen?.Invoke(key);
                });
            }
        }

        Settle();
    }

    /// <summary>Tells the memory account what is held.</summary>
    /// <param name="besideBytes">Bytes that the deduplicator holds beside.</param>
    public void Settle(long besideBytes = 0) => _memory?.Hold(Keys.Bytes + _log.Bytes + besideBytes);

    public void Dispose()
    {
        _keys?.Dispose();
        _memory?.Hold(0);
    }
}
