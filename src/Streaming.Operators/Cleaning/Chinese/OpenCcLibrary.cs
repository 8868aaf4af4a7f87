using System.Runtime.InteropServices;

namespace Streaming.Operators.Cleaning;

/// <summary>The functions of the OpenCC library's C interface (opencc.h), where the machine has it.</summary>
/// <remarks>No package carries it for .NET, so it is looked for once, under the names that Debian, macOS and Windows builds give it.</remarks>
internal static partial class OpenCcLibrary
{
    private const string Name = "opencc";

    private static readonly string[] Files = ["libopencc.so.1.1", "libopencc.so.1.2", "libopencc.so.2", "libopencc.so", "libopencc.dylib", "opencc.dll"];

    private static readonly Lazy<nint> Handle = new(Find);

    static OpenCcLibrary() =>
        NativeLibrary.SetDllImportResolver(typeof(OpenCcLibrary).Assembly, (name, _, _) => name == Name ? Handle.Value : 0);

    /// <summary>Whether the machine has it.</summary>
    public static bool IsInstalled => Handle.Value != 0;

    [LibraryImport(Name, EntryPoint = "opencc_open", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint Open(string configuration);

    [LibraryImport(Name, EntryPoint = "opencc_close")]
    public static partial int Close(nint converter);

    /// <summary>Returns zero-terminated UTF-8 to be given back to <see cref="Free"/>; null where it failed.</summary>
    [LibraryImport(Name, EntryPoint = "opencc_convert_utf8")]
    public static unsafe partial byte* Convert(nint converter, byte* utf8, nuint length);

    [LibraryImport(Name, EntryPoint = "opencc_convert_utf8_free")]
    public static unsafe partial void Free(byte* utf8);

    [LibraryImport(Name, EntryPoint = "opencc_error")]
    private static partial nint ErrorText();

    /// <summary>What went wrong last.</summary>
    public static string LastError => Marshal.PtrToStringUTF8(ErrorText()) ?? "";

    private static nint Find()
    {
        foreach (var file in Files)
        {
            if (NativeLibrary.TryLoad(file, out var handle))
            {
                return handle;
            }
        }

        return 0;
    }
}
