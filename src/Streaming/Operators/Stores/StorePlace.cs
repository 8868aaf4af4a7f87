namespace Streaming.Operators;

/// <summary>Where a table or a file lies: a path of the file system, or an address with a scheme. Plain text throughout, so that both are written at the same places.</summary>
public static class StorePlace
{
    private const string Mark = "://";

    /// <summary>Whether it is an address.</summary>
    public static bool IsAddress(string place) => place.Contains(Mark, StringComparison.Ordinal);

    /// <summary>The scheme of an address, in small letters.</summary>
    public static string SchemeOf(string address) => address[..address.IndexOf(Mark, StringComparison.Ordinal)].ToLowerInvariant();

    /// <summary>The absolute path, or the address as it stands; neither ends in a slash.</summary>
    public static string Full(string place, string? baseFolder = null) =>
        IsAddress(place) ? place.TrimEnd('/') : Path.TrimEndingDirectorySeparator(baseFolder is null ? Path.GetFullPath(place) : Path.GetFullPath(place, baseFolder));

    /// <summary>A place within a place. The path has forward slashes.</summary>
    public static string Join(string place, string path) => IsAddress(place) ? $"{place.TrimEnd('/')}/{path}" : Path.Combine(place, path);

    /// <summary>The last segment.</summary>
    public static string NameOf(string place) => IsAddress(place) ? place.TrimEnd('/') is var whole ? whole[(whole.LastIndexOf('/') + 1)..] : "" : Path.GetFileName(Path.TrimEndingDirectorySeparator(place));

    /// <summary>What an address is in, and the path within it: <c>s3://b/a/c</c> is <c>c</c> in <c>s3://b/a</c>.</summary>
    public static (string Folder, string Name) Split(string address)
    {
        var cut = address.LastIndexOf('/');
        return (address[..cut], address[(cut + 1)..]);
    }
}
