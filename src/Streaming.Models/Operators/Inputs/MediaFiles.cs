using Streaming.Samples;

namespace Streaming.Models.Operators;

/// <summary>The bytes of media: those in the sample, else the file that it names. What cannot be read is the sample's fault, and never taken for an empty picture.</summary>
internal static class MediaFiles
{
    // No picture that may be decoded is larger; a path that leads to a disk image must not fill the memory.
    private const long MaxBytes = 1L << 30;

    /// <summary>The encoded bytes.</summary>
    /// <exception cref="InvalidDataException">There are none, or they cannot be read.</exception>
    public static ReadOnlyMemory<byte> Read(Media media)
    {
        if (media.Bytes is { } bytes)
        {
            return bytes;
        }

        var path = media.Path ?? throw new InvalidDataException("The medium has neither bytes nor a path.");
        return path.Contains("://", StringComparison.Ordinal)
            ? throw new InvalidDataException($"The medium '{path}' is an address and has no bytes: fetch it first.")
            : ReadFile(path);
    }

    /// <summary>The images of a sample, those of one path once, in order.</summary>
    public static IReadOnlyList<Media> Distinct(IReadOnlyList<Media> media) => [.. media.DistinctBy(m => (object?)m.Path ?? m)];

    private static byte[] ReadFile(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return file.Length <= MaxBytes ? File.ReadAllBytes(path) : throw new InvalidDataException($"The medium '{path}' has {file.Length} bytes, more than the {MaxBytes} allowed.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException or ArgumentException or NotSupportedException or PathTooLongException)
        {
            throw new InvalidDataException($"The medium '{path}' cannot be read: {e.Message}", e);
        }
    }
}
