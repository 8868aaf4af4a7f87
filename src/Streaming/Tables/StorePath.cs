using Streaming.Operators;

namespace Streaming.Tables;

/// <summary>The rules for an object's path: relative, forward slashes, no way out of the store.</summary>
internal static class StorePath
{
    private const string TemporaryPrefix = ".";
    private const string TemporarySuffix = ".tmp";

    /// <summary>Returns the path, or throws a <see cref="BadInputException"/> for one that is absolute, leaves the store or is reserved.</summary>
    public static string Check(string path)
    {
        if (string.IsNullOrEmpty(path) || path.AsSpan().ContainsAny('\\', '\0') || (OperatingSystem.IsWindows() && path.Contains(':', StringComparison.Ordinal)))
        {
            throw Refused(path);
        }

        foreach (var segment in path.AsSpan().Split('/'))
        {
            if (path.AsSpan()[segment] is "" or "." or "..")
            {
                throw Refused(path);
            }
        }

        return IsTemporary(FileName(path))
            ? throw new BadInputException($"The path '{path}' is refused: names like '.*.tmp' are reserved for objects that are being written.")
            : path;
    }

    /// <summary>As <see cref="Check"/>, where the empty path stands for the whole store.</summary>
    public static string CheckFolder(string folder) => folder.Length == 0 ? folder : Check(folder);

    /// <summary>The error for a path that must not be followed.</summary>
    public static BadInputException Refused(string path) =>
        new($"The path '{path}' is refused: it must be relative, with forward slashes, and stay within the table's folder.");

    /// <summary>The folder of a path; empty at the top.</summary>
    public static string Folder(string path) => path.LastIndexOf('/') is var cut && cut < 0 ? "" : path[..cut];

    /// <summary>The last segment of a path.</summary>
    public static string FileName(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>Whether the name is one of an unpublished object, which no listing shows.</summary>
    public static bool IsTemporary(string name) =>
        name.StartsWith(TemporaryPrefix, StringComparison.Ordinal) && name.EndsWith(TemporarySuffix, StringComparison.Ordinal);

    /// <summary>A new hidden name beside <paramref name="name"/>.</summary>
    public static string TemporaryName(string name) => $"{TemporaryPrefix}{name}.{Guid.NewGuid():N}{TemporarySuffix}";
}
