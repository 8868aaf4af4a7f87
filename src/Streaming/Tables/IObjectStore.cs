namespace Streaming.Tables;

/// <summary>A folder of objects, on a file system, in memory or in an object store. Paths are relative, with forward slashes; a path that leaves the folder is refused.</summary>
public interface IObjectStore
{
    /// <summary>For people: where it is.</summary>
    string Root { get; }

    /// <summary>Opens an object for reading, seekable; null where it is absent.</summary>
    ValueTask<Stream?> OpenReadAsync(string path, CancellationToken abort);

    /// <summary>Makes the object with all its content, or returns false where it exists already. Durable and atomic when it returns true.</summary>
    ValueTask<bool> PutIfAbsentAsync(string path, ReadOnlyMemory<byte> content, CancellationToken abort);

    /// <summary>Makes or replaces the object. Durable and atomic when it returns.</summary>
    ValueTask PutAsync(string path, ReadOnlyMemory<byte> content, CancellationToken abort);

    /// <summary>Starts an object that is written piece by piece and appears, durable, on <see cref="IPendingObject.PublishAsync"/>.</summary>
    ValueTask<IPendingObject> CreateAsync(string path, CancellationToken abort);

    /// <summary>Moves an object; true also where it was moved already (the target exists and the source does not).</summary>
    ValueTask<bool> MoveAsync(string from, string to, CancellationToken abort);

    /// <summary>The objects below a folder, at any depth, ordered by path (ordinal), beginning after <paramref name="startAfter"/>.</summary>
    IAsyncEnumerable<StoredObject> ListAsync(string folder, string? startAfter, CancellationToken abort);

    /// <summary>Deletes an object, if it is there.</summary>
    ValueTask DeleteAsync(string path, CancellationToken abort);
}

/// <summary>An object in a store.</summary>
public readonly record struct StoredObject(string Path, long Size, DateTimeOffset Modified);

/// <summary>An object that is being written. Disposing it unpublished leaves nothing behind.</summary>
public interface IPendingObject : IAsyncDisposable
{
    /// <summary>Where to write; a plain forward stream.</summary>
    Stream Content { get; }

    /// <summary>Flushes, makes durable (fsync, rename, fsync of the folder) and visible under its path. Returns its size in bytes.</summary>
    ValueTask<long> PublishAsync(CancellationToken abort);
}
