using System.Numerics;
using System.Runtime.InteropServices;
using Streaming.Operators.Deduplication.Against;
using Streaming.Operators.Deduplication.Keys;
using Streaming.Operators.Deduplication.Stores;
using Streaming.Operators.Holding;

namespace Streaming.Operators.Deduplication;

/// <summary>The keys that a deduplicator has seen: a store, the state log that is the truth about it, and its account with the memory budget.</summary>
/// <param name="parameters">A digest of the options that shape keys.</param>
/// <param name="options">Where keys lie; null: in memory.</param>
internal sealed class KeyIndex<TKey>(ulong parameters, StoreOptions? options = null) : IDisposable where TKey : unmanaged, IBinaryInteger<TKey>
{
    private readonly KeyLog<TKey> _log = new(parameters);
    private readonly List<TKey> _asked = [];
    private readonly List<ulong> _owners = [];
    private LogMark _mark = LogMark.Start(parameters);
    private IKeyStore<TKey>? _store;
    private AgainstIndex<TKey>? _against;
    private MemoryShare? _memory;
    private string _pipeline = "";
    private bool[] _answers = [];
    private int _next;

    /// <summary>Keys seen.</summary>
    public long Count => Store.Count;

    /// <summary>Bytes of memory held.</summary>
    public long Bytes => Store.Bytes + (_against?.Bytes ?? 0) + _log.Bytes;

    private IKeyStore<TKey> Store => _store ?? throw new InvalidOperationException("The deduplicator was not opened.");

    public void Open(OperatorContext context)
    {
        _pipeline = context.Pipeline;
        _store = KeyStores.Open<TKey>(options, context, _mark);
        _memory = new(context.Memory);
    }

    /// <summary>Opens the index, and that of the tables which the options name.</summary>
    /// <param name="context">What the operator got.</param>
    /// <param name="sign">Gives the keys of a table's row; called for several rows at once.</param>
    /// <param name="each">Gets every key of those tables.</param>
    public async ValueTask OpenAsync(OperatorContext context, Action<Sample, List<TKey>> sign, Action<TKey>? each = null)
    {
        Open(context);
        if (options is KeyStoreOptions { Against.Count: > 0 } against)
        {
            _against = await AgainstIndex<TKey>.OpenAsync(against, parameters, context, sign, each);
        }
    }

    /// <summary>Adds a key that a sample brings; false where it was seen before.</summary>
    public bool Add(TKey key, Sample sample)
    {
        Span<bool> isNew = stackalloc bool[1];
        Store.Add([key], Store.NeedsOwners ? [SampleKey.Of(sample, _pipeline)] : [], isNew);
        if (isNew[0])
        {
            _log.Add(key);
        }

        return isNew[0] && _against?.Contains(key) != true;
    }

    /// <summary>Takes down a key that a sample brings; <see cref="Add()"/> asks for all of them at once, and <see cref="TakeAnswer"/> gives the answers in the same order.</summary>
    public void Ask(ReadOnlySpan<TKey> keys, Sample sample)
    {
        _asked.AddRange(keys);
        if (Store.NeedsOwners)
        {
            var owner = SampleKey.Of(sample, _pipeline);
            for (var i = 0; i < keys.Length; i++)
            {
                _owners.Add(owner);
            }
        }
    }

    /// <summary>Adds the keys that were taken down.</summary>
    public void Add()
    {
        if (_answers.Length < _asked.Count)
        {
            _answers = new bool[Math.Max(_asked.Count, 2 * _answers.Length)];
        }

        var keys = CollectionsMarshal.AsSpan(_asked);
        Store.Add(keys, CollectionsMarshal.AsSpan(_owners), _answers);
        for (var i = 0; i < keys.Length; i++)
        {
            if (_answers[i])
            {
                _log.Add(keys[i]);
                _answers[i] = _against?.Contains(keys[i]) != true;
            }
        }

        _asked.Clear();
        _owners.Clear();
        _next = 0;
    }

    /// <summary>Whether the next of the keys that were taken down was new.</summary>
    public bool TakeAnswer() => _answers[_next++];

    /// <summary>Whether the key was seen.</summary>
    public bool Contains(TKey key) => Store.Contains(key) || _against?.Contains(key) == true;

    /// <summary>Writes the keys that are new since the last barrier.</summary>
    public void Save(IStateWriter state)
    {
        if (_log.Save(state.Log) is { } digest)
        {
            Store.Seal(_mark = _mark.After(digest));
        }
    }

    /// <summary>Brings the store in step with what was recorded.</summary>
    /// <param name="state">What was recorded.</param>
    /// <param name="seen">Gets each key; one that two workers saw may come twice. With it the whole log is read, whatever the store holds.</param>
    public void Restore(IStateReader state, Action<TKey>? seen = null)
    {
        var restoring = new RestoredLog<TKey>(Store, _mark, seen);
        foreach (var part in state.OpenLog())
        {
            using (part)
            {
                _log.Restore(part, restoring);
            }
        }

        _mark = restoring.End();
        Settle();
    }

    /// <summary>Tells the memory account what is held.</summary>
    /// <param name="besideBytes">Bytes that the deduplicator holds beside.</param>
    public void Settle(long besideBytes = 0) => _memory?.Hold(Bytes + besideBytes);

    public void Dispose()
    {
        _store?.Dispose();
        _against?.Dispose();
        _memory?.Hold(0);
    }
}
