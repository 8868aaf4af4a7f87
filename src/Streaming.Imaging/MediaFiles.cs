using Streaming.Samples;

namespace Streaming.Imaging;

/// <summary>The bytes of media: those in the sample, those fetched from its address, else the file that it names. What cannot be read is the sample's fault, and never taken for an empty picture.</summary>
internal static class MediaFiles
{
    // No picture that may be decoded is larger; a path that leads to a disk image must not fill the memory.
    private const long MaxBytes = 1L << 30;

    // Linux' PATH_MAX. A longer one would stand in the error, and in the dead letter, many times.
    private const int MaxPathCharacters = 4096;

    /// <summary>The encoded bytes.</summary>
    /// <exception cref="InvalidDataException">There are none, or they cannot be read.</exception>
    public static ReadOnlyMemory<byte> Read(Media media)
    {
        if (media.InMemory is { } bytes)
        {
            return bytes;
        }

        return Reading(media, path => SizeOf(path) is var length && length <= MaxBytes
            ? File.ReadAllBytes(path)
            : throw new InvalidDataException($"The medium '{path}' has {length} bytes, more than the {MaxBytes} allowed."));
    }

    /// <summary>How many bytes it has, encoded; a file is not read for it.</summary>
    /// <exception cref="InvalidDataException">There are none, or they cannot be read.</exception>
    public static long LengthOf(Media media) => media.InMemory is { } bytes ? bytes.Length : Reading(media, path => FileOf(path).Length);

    /// <summary>Opens the file of a medium that has no bytes.</summary>
    /// <exception cref="InvalidDataException">There is none, or it cannot be read.</exception>
    public static Stream Open(Media media) => Reading(media, path =>
    {
        SizeOf(path);
        return File.OpenRead(path);
    });

    /// <summary>The images of a sample, those of one path once, in order.</summary>
    public static IReadOnlyList<Media> Distinct(IReadOnlyList<Media> media) => [.. media.DistinctBy(KeyOf)];

    /// <summary>Something for each medium, in order; for those of one path it is made once.</summary>
    public static T[] OfEach<T>(IReadOnlyList<Media> media, Func<Media, T> make)
    {
        var made = new Dictionary<object, T>();
        return [.. media.Select(one => made.TryGetValue(KeyOf(one), out var known) ? known : made[KeyOf(one)] = make(one))];
    }

    // Devices and pipes say that they have none: the former never end, and the latter are waited for.
    private static long SizeOf(string path) => FileOf(path).Length is > 0 and var length ? length : throw new InvalidDataException($"The medium '{path}' has no bytes.");

    // A link has a length of its own, that of the path in it: what counts is the file at its end.
    private static FileInfo FileOf(string path) => File.ResolveLinkTarget(path, returnFinalTarget: true) is { } target ? new(target.FullName) : new(path);

    // Without its user and its query: passwords and signatures stand there.
    private static string Shown(string address) => Uri.TryCreate(address, UriKind.Absolute, out var known) ? known.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped) : "…";

    private static object KeyOf(Media media) => (object?)media.Path ?? media;

    private static T Reading<T>(Media media, Func<string, T> read)
    {
        var path = media.Path ?? throw new InvalidDataException("The medium has neither bytes nor a path.");
        if (path.Length > MaxPathCharacters)
        {
            throw new InvalidDataException($"The medium's path has {path.Length} characters, more than the {MaxPathCharacters} of any file.");
        }

        if (path.Contains("://", StringComparison.Ordinal))
        {
            throw new InvalidDataException($"The medium '{Shown(path)}' is an address and has no bytes: allow its host (media.http.allow), or fetch it first.");
        }

        try
        {
            return read(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException or ArgumentException or NotSupportedException or PathTooLongException)
        {
            throw new InvalidDataException($"The medium '{path}' cannot be read: {e.Message}", e);
        }
    }
}
