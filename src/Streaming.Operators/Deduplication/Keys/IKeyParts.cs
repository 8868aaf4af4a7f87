namespace Streaming.Operators.Deduplication.Keys;

/// <summary>Takes the parts of a log of keys.</summary>
internal interface IKeyParts<in TKey>
{
    /// <summary>The next part begins: whether its keys are wanted.</summary>
    bool Wants(ulong digest);

    /// <summary>A key of it.</summary>
    void Add(TKey key);

    /// <summary>The part ended.</summary>
    void EndPart();
}
