using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Streaming.Tables;

/// <summary>Makes files and folders survive a power cut. A failure is an <see cref="IOException"/>: after it nobody knows what is on the disk, so nothing may be retried on the same file.</summary>
internal partial class Durability
{
    /// <summary>The operating system's.</summary>
    public static Durability Real { get; } = new();

    /// <summary>Waits until the file's content is on the disk.</summary>
    public virtual void FlushFile(SafeFileHandle file) => RandomAccess.FlushToDisk(file);

    /// <summary>Waits until the folder's list of names is on the disk. Nothing on Windows, which journals names itself.</summary>
    public virtual void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const int readOnly = 0;
        var closeOnExec = OperatingSystem.IsLinux() ? 0x80000 : OperatingSystem.IsMacOS() ? 0x1000000 : 0;
        var descriptor = Open(folder, readOnly | closeOnExec);
        if (descriptor < 0)
        {
            throw Posix.Error("open", folder);
        }

        try
        {
            while (Fsync(descriptor) != 0)
            {
                switch (Marshal.GetLastPInvokeError())
                {
                    case Posix.Interrupted: continue;
                    // File systems that keep no folders on a disk (some FUSE mounts) say so this way.
                    case Posix.InvalidArgument or Posix.NotSupportedLinux or Posix.NotSupportedMac: return;
                    default: throw Posix.Error("fsync", folder);
                }
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
