using Streaming.Parquet.Documents;

namespace Streaming.Crawls.Tar;

/// <summary>Makes samples out of groups of files.</summary>
internal static class TarSample
{
    private static readonly string[] _columns = ["key", "json", "cls", "files"];
    private static readonly HashSet<string> _images = ["jpg", "jpeg", "png", "webp", "gif", "bmp", "tif", "tiff", "avif", "jxl", "ppm", "pgm"];
    private static readonly HashSet<string> _audios = ["wav", "mp3", "flac", "ogg", "opus", "m4a", "aac"];
    private static readonly HashSet<string> _videos = ["mp4", "webm", "mov", "mkv", "avi", "mpg", "mpeg"];

    /// <summary>The columns of the source.</summary>
    public static RowSchema Schema { get; } = RowSchema.Text
        .With(new(KnownColumns.Images, KnownColumns.MediaType)).With(new(KnownColumns.Audios, KnownColumns.MediaType)).With(new(KnownColumns.Videos, KnownColumns.MediaType))
        .With(new("key", ColumnType.String)).With(new("json", ColumnType.String)).With(new("cls", ColumnType.String)).With(new("files", new MapType(ColumnType.String, ColumnType.Binary)));

    /// <summary>The sample.</summary>
    public static Sample Make(TarGroup group, Lineage lineage)
    {
        string? Text(string extension) => group.Files.Find(f => f.Extension == extension).Content is { } bytes ? TextDecoding.Decode(bytes) : null;
        Media[] Media(HashSet<string> extensions) => [.. group.Files.Where(f => extensions.Contains(Kind(f.Extension))).Select(f => new Media(f.Content, $"{group.Key}.{f.Extension}"))];
        var others = group.Files.Where(f => f.Extension is not ("txt" or "json" or "cls") && Kind(f.Extension) is var kind && !_images.Contains(kind) && !_audios.Contains(kind) && !_videos.Contains(kind));
        return new()
        {
            Id = $"{lineage.Split.Name}/{group.Key}",
            Text = Text("txt") ?? "",
            Images = Media(_images),
            Audios = Media(_audios),
            Videos = Media(_videos),
            Meta = new(_columns, [group.Key, Text("json"), Text("cls")?.Trim(), others.DistinctBy(f => f.Extension).Select(f => new KeyValuePair<object, object?>(f.Extension, f.Content)).ToArray()]),
            Lineage = lineage,
        };
    }

    // Of left.png the last part counts.
    private static string Kind(string extension) => extension[(extension.LastIndexOf('.') + 1)..];
}
