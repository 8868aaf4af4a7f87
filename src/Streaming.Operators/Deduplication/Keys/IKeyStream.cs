namespace Streaming.Operators.Deduplication.Keys;

/// <summary>Ascending keys, one after the other.</summary>
internal interface IKeyStream<TKey>
{
    /// <summary>The key; valid after <see cref="MoveNext"/> returned true.</summary>
    TKey Current { get; }

    /// <summary>Goes to the next key; false after the last.</summary>
    bool MoveNext();
}

/// <summary>Keys in memory.</summary>
internal sealed class KeyArrayStream<TKey>(ReadOnlyMemory<TKey> keys) : IKeyStream<TKey>
{
    private int _next;

    public TKey Current { get; private set; } = default!;

    public bool MoveNext()
    {
        if (_next == keys.Length)
        {
            return false;
        }

        Current = keys.Span[_next++];
        return true;
    }
}
