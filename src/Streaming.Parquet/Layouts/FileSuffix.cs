namespace Streaming.Parquet.Layouts;

/// <summary>The suffix of a file's name, as Data-Juicer writes it into a column: in lower case, a compression's with the one before it.</summary>
internal sealed class FileSuffix
{
    // One reference: files are read on several threads at once.
    private Seen? _last;

    /// <summary>The column.</summary>
    public static Column Column { get; } = new("__dj__suffix__", ColumnType.String);

    /// <summary>The suffix of a name; those of one file share it.</summary>
    public string Of(string name)
    {
        var last = _last;
        if (last?.Name != name)
        {
            _last = last = new(name, Read(name));
        }

        return last!.Suffix;
    }

    private static string Read(string name)
    {
        var suffix = Path.GetExtension(name);
        var isCompression = suffix.ToLowerInvariant() is ".gz" or ".zst" or ".gzip" or ".zstd";
        return ((isCompression ? Path.GetExtension(Path.GetFileNameWithoutExtension(name)) : "") + suffix).ToLowerInvariant();
    }

    private sealed record Seen(string Name, string Suffix);
}
