namespace Streaming.Parquet.Reading;

/// <summary>A file to read.</summary>
/// <param name="FullPath">Where it is: a path or an address.</param>
/// <param name="Name">Its split's name: the path relative to the input's root, with forward slashes.</param>
/// <param name="Size">Its bytes.</param>
internal sealed record InputFile(string FullPath, string Name, long Size)
{
    /// <summary>Whether a compaction wrote it: its rows were in other files before.</summary>
    public bool IsRewritten { get; init; }

    /// <summary>Opens it for reading, seekable, without a buffer of its own.</summary>
    public Stream Open() => StorePlace.IsAddress(FullPath) ? ObjectStores.OpenFile(FullPath) : new FileStream(FullPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
}
