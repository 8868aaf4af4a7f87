namespace Streaming.Operators;

/// <summary>An operator that emits tokens in places of fixed size; a run reports what it counted. Counts are of this process's run and may be read at any time.</summary>
public interface ITokenCounter
{
    /// <summary>Tokens in emitted packs.</summary>
    long TokensOut { get; }

    /// <summary>Places for tokens in emitted packs: packs × <c>max_tokens</c>. <see cref="TokensOut"/> over this is the fill.</summary>
    long PackPlaces { get; }

    /// <summary>Documents that were cut.</summary>
    long Truncated { get; }
}
