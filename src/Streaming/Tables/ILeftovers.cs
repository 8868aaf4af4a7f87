namespace Streaming.Tables;

/// <summary>A store in which killed writers leave unpublished objects behind.</summary>
internal interface ILeftovers
{
    /// <summary>The unpublished objects of the whole store, those of living writers too.</summary>
    IEnumerable<StoredObject> Leftovers();

    /// <summary>Deletes one of them.</summary>
    void DeleteLeftover(StoredObject leftover);
}
