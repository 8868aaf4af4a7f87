using System.Collections.Concurrent;
using System.IO.Compression;

namespace Streaming.Imaging.Cascades;

/// <summary>Cascades by name or file; each is read once.</summary>
internal static class CascadeFiles
{
    /// <summary>OpenCV's detector of faces that look ahead (Rainer Lienhart's), which is built in; its licence lies beside it.</summary>
    public const string FrontalFace = "haarcascade_frontalface_alt.xml";

    private static readonly Lazy<Cascade> _frontalFace = new(ReadBuiltIn);
    private static readonly ConcurrentDictionary<(string Path, DateTime Written), Cascade> _read = new();

    /// <summary>The cascade of a path; the built-in one where it is empty or its bare name.</summary>
    /// <exception cref="InvalidDataException">It is no cascade that can be used, or cannot be read.</exception>
    public static Cascade Open(string path)
    {
        if (path.Length == 0 || path == FrontalFace)
        {
            return _frontalFace.Value;
        }

        try
        {
            return _read.GetOrAdd((Path.GetFullPath(path), File.GetLastWriteTimeUtc(path)), key => Read(key.Path));
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InvalidDataException($"The cascade '{path}' cannot be used: {e.Message}", e);
        }
    }

    private static Cascade Read(string path)
    {
        using var file = File.OpenRead(path);
        return CascadeReader.Read(file);
    }

    private static Cascade ReadBuiltIn()
    {
        using var resource = typeof(CascadeFiles).Assembly.GetManifestResourceStream($"{FrontalFace}.gz")!;
        using var plain = new GZipStream(resource, CompressionMode.Decompress);
        return CascadeReader.Read(plain);
    }
}
