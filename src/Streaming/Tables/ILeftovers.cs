namespace Streaming.Tables;

/// <summary>A store in which killed writers leave unpublished objects behind.</summary>
public interface ILeftovers
{
    /// <summary>The unpublished objects of the whole store, those of living writers too.</summary>
    IAsyncEnumerable<Leftover> LeftoversAsync(CancellationToken abort);

    /// <summary>Deletes one of them, if it is there.</summary>
    ValueTask DeleteLeftoverAsync(Leftover leftover, CancellationToken abort);
}

/// <summary>An unpublished object.</summary>
/// <param name="Object">Where it lies or would have come to lie, its size as far as that is known, and when it was begun or last written.</param>
/// <param name="Mark">What the store knows it by, where the path is not enough.</param>
public readonly record struct Leftover(StoredObject Object, string Mark = "");
