using Streaming.Parquet.Writing;
using Streaming.Samples;

namespace Streaming.SampleDocuments.Pictures;

/// <summary>Writes the pictures as a Parquet file.</summary>
internal static class AlbumFiles
{
    private static readonly RowSchema Schema = new(
    [
        new(KnownColumns.Id, ColumnType.String, Nullable: false),
        new(KnownColumns.Text, ColumnType.String, Nullable: false),
        new(KnownColumns.Images, KnownColumns.MediaType),
        new("label", ColumnType.String, Nullable: false),
        new("shows", ColumnType.String, Nullable: false),
    ]);

    /// <summary>Writes them; an earlier file is replaced.</summary>
    public static async Task WriteAsync(IReadOnlyList<Picture> pictures, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var file = File.Create(path);
        await using var writer = new ParquetShardFormat(compressionLevel: 19).Create(file, Schema, new(RowGroupBytes: 16 << 20));
        await writer.WriteAsync([.. pictures.Select(ToSample)]);
        await writer.CloseAsync();
    }

    private static Sample ToSample(Picture picture)
    {
        var sample = new Sample
        {
            Id = picture.Id,
            Text = $"<__dj__image> {picture.Caption}",
            Images = [new Media(picture.Png, $"{picture.Id}.png")],
            Lineage = new(new SplitId("generated", "quickstart"), 0, [], ""),
        };
        sample.Meta["label"] = picture.Label;
        sample.Meta["shows"] = picture.Scene.Caption;
        return sample;
    }
}
