using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Streaming.Tables;

/// <summary>What came of <see cref="SystemCalls.TryName"/>.</summary>
internal enum Naming
{
    /// <summary>The name is the file's.</summary>
    Made,

    /// <summary>The name was taken.</summary>
    Taken,

    /// <summary>This file system cannot do it in one step.</summary>
    Unsupported,
}

/// <summary>The calls that decide what survives a power cut and who wins a race.</summary>
/// <remarks>A failed flush is an <see cref="IOException"/>: after it nobody knows what is on the disk, so nothing may be retried on the same file.</remarks>
internal partial class SystemCalls
{
    private const int Interrupted = 4;
    private const int FileExists = 17;

    /// <summary>The operating system's.</summary>
    public static SystemCalls Real { get; } = new();

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
        var descriptor = Repeat(() => Open(folder, readOnly | closeOnExec));
        if (descriptor < 0)
        {
            throw Error("open", folder);
        }

        try
        {
            // EINVAL, ENOTSUP (Linux, macOS): file systems that keep no folders on a disk, as some FUSE mounts.
            if (Repeat(() => Fsync(descriptor)) != 0 && Marshal.GetLastPInvokeError() is not (22 or 95 or 45))
            {
                throw Error("fsync", folder);
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    /// <summary>Gives a finished file a further name, atomically, unless that name is taken. (On Unix <see cref="File.Move(string, string)"/> first looks and then renames.)</summary>
    public virtual Naming TryName(string file, string name)
    {
        if (OperatingSystem.IsWindows())
        {
            return TryMove(file, name);
        }

        if (Repeat(() => Link(file, name)) == 0)
        {
            return Naming.Made;
        }

        return Marshal.GetLastPInvokeError() switch
        {
            FileExists => Naming.Taken,
            // EPERM, EXDEV, EMLINK, ENOSYS and EOPNOTSUPP of Linux and macOS: FAT, some network and FUSE mounts.
            1 or 18 or 31 or 38 or 78 or 95 or 45 or 102 => Naming.Unsupported,
            _ => throw Error("link", name),
        };
    }

    // Without replacing, MoveFileEx is one atomic step.
    private static Naming TryMove(string file, string name)
    {
        try
        {
            File.Move(file, name);
            return Naming.Made;
        }
        catch (IOException) when (File.Exists(name))
        {
            return Naming.Taken;
        }
    }

    private static int Repeat(Func<int> call)
    {
        int result;
        do
        {
            result = call();
        }
        while (result < 0 && Marshal.GetLastPInvokeError() == Interrupted);
        return result;
    }

    private static IOException Error(string call, string path)
    {
        var cause = new Win32Exception(Marshal.GetLastPInvokeError());
        return new IOException($"{call} failed for '{path}': {cause.Message}", cause);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string name);
}
