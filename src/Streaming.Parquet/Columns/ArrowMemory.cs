using ParquetSharp;

namespace Streaming.Parquet.Columns;

/// <summary>Where the native library takes its buffers from: the C library's heap.</summary>
/// <remarks>
/// Its default, mimalloc, keeps what was freed in an arena of 1 GiB: of a run that wrote row groups of 16 MB, 110 MB stayed resident between two of them. The C library gives large
/// blocks back as they are freed, and the rest when it is asked to.
/// </remarks>
internal static class ArrowMemory
{
    /// <summary>The pool of readers and writers.</summary>
    public static MemoryPool Pool { get; } = MemoryPool.SystemMemoryPool();
}
