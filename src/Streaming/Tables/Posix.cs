using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Streaming.Tables;

/// <summary>The one primitive .NET lacks: giving a finished file a name only if that name is free.</summary>
internal static partial class Posix
{
    public const int Interrupted = 4;
    public const int InvalidArgument = 22;
    public const int NotSupportedLinux = 95;
    public const int NotSupportedMac = 45;

    /// <summary>What came of a link.</summary>
    public enum Linking
    {
        /// <summary>The name is the file's.</summary>
        Made,

        /// <summary>The name was taken.</summary>
        Taken,

        /// <summary>This file system has no hard links.</summary>
        Unsupported,
    }

    /// <summary>Gives <paramref name="existing"/> a second name, atomically, unless that name is taken.</summary>
    public static Linking TryLink(string existing, string name)
    {
        while (Link(existing, name) != 0)
        {
            switch (Marshal.GetLastPInvokeError())
            {
                case Interrupted: continue;
                case 17: return Linking.Taken;
                // EPERM, EXDEV, EMLINK, ENOSYS (Linux, macOS), EOPNOTSUPP: FAT, some network and FUSE mounts.
                case 1 or 18 or 31 or 38 or 78 or 102 or NotSupportedLinux or NotSupportedMac: return Linking.Unsupported;
                default: throw Error("link", name);
            }
        }

        return Linking.Made;
    }

    /// <summary>The last system call's error, with its path.</summary>
    public static IOException Error(string call, string path)
    {
        var cause = new Win32Exception(Marshal.GetLastPInvokeError());
        return new IOException($"{call} failed for '{path}': {cause.Message}", cause);
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string name);
}
