using System.Numerics;
using Streaming.Operators.Deduplication.Keys;

namespace Streaming.Operators.Deduplication.Stores;

/// <summary>Brings a store in step with the log, part by part: what it holds is passed over, the rest replayed.</summary>
internal sealed class RestoredLog<TKey>(IKeyStore<TKey> store, LogMark start, Action<TKey>? seen) : IKeyParts<TKey> where TKey : unmanaged, IBinaryInteger<TKey>
{
    private LogMark _mark = start;
    private bool _replays;
    private bool _isHeld;

    public bool Wants(ulong digest)
    {
        _mark = _mark.After(digest);
        _isHeld = store.Holds(_mark);
        return !_isHeld || seen is not null;
    }

    public void Add(TKey key)
    {
        if (!_isHeld)
        {
            Start();
            store.Replay(key);
        }

        seen?.Invoke(key);
    }

    public void EndPart()
    {
        if (!_isHeld)
        {
            Start();
            store.Seal(_mark);
        }
    }

    /// <summary>The log was read: the mark at its end.</summary>
    public LogMark End()
    {
        Start();
        return _mark;
    }

    private void Start()
    {
        if (!_replays)
        {
            _replays = true;
            store.Recover();
        }
    }
}
