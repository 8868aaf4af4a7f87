using System.Runtime.InteropServices;

namespace Streaming.Runtime;

/// <summary>The C library's heap, where native libraries (Parquet, zstd) have their buffers. It can be told what to keep where it is glibc's; elsewhere nothing happens.</summary>
internal static partial class NativeHeap
{
    // mallopt's names, from glibc's malloc.h.
    private const int TrimThreshold = -1;
    private const int MmapThreshold = -3;
    private const int MostArenas = -8;

    // Left alone, glibc raises the size from which blocks go back to the system as they are freed to the largest block that was ever freed, up to 32 MB, and keeps those.
    private const int LargeBlock = 1 << 20;

    // Every thread may otherwise have an arena of its own, and what is freed in one serves no other.
    private const int Arenas = 2;

    /// <summary>From now on threads share arenas.</summary>
    public static void ShareArenas() => Try(() => Set(MostArenas, Arenas));

    /// <summary>
    /// From now on large blocks return to the system when they are freed. Every block then costs the first touch of its pages again (a third of the time
    /// of a run that writes much Parquet), so this is for a process whose memory is scarce.
    /// </summary>
    public static void ReturnLargeBlocks()
    {
        Try(() => Set(MmapThreshold, LargeBlock));
        Try(() => Set(TrimThreshold, LargeBlock));
    }

    /// <summary>Returns what is free to the system.</summary>
    public static void Trim() => Try(() => Trim(0));

    private static void Try(Func<int> call)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            _ = call();
        }
        catch (EntryPointNotFoundException)
        {
            // musl: it keeps little, and has no such calls.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int Set(int what, int value);

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint keep);
}
