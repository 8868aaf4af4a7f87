using System.Globalization;
using Streaming.Parquet.Writing;
using Streaming.Samples;

namespace Streaming.SampleDocuments.Documents;

/// <summary>Writes the documents as Parquet files.</summary>
internal static class CorpusFiles
{
    private static readonly RowSchema Schema = new(
    [
        new(KnownColumns.Id, ColumnType.String, Nullable: false),
        new(KnownColumns.Text, ColumnType.String, Nullable: false),
        new("lang", ColumnType.String, Nullable: false),
        new("url", ColumnType.String, Nullable: false),
        new("label", ColumnType.String, Nullable: false),
        new("duplicate_of", ColumnType.String),
    ]);

    /// <summary>Writes <paramref name="files"/> files (<paramref name="name"/> and a number) of about as many documents each; earlier ones are replaced.</summary>
    public static async Task WriteAsync(IReadOnlyList<SampleDocument> documents, string folder, string name, int files)
    {
        Directory.CreateDirectory(folder);
        var size = (documents.Count + files - 1) / files;
        foreach (var (number, part) in documents.Chunk(size).Index())
        {
            await WriteAsync(part, Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{name}-{number + 1}.parquet")));
        }
    }

    private static async Task WriteAsync(SampleDocument[] documents, string path)
    {
        await using var file = File.Create(path);
        await using var writer = new ParquetShardFormat(compressionLevel: 19).Create(file, Schema, new(RowGroupBytes: 16 << 20));
        await writer.WriteAsync([.. documents.Select(ToSample)]);
        await writer.CloseAsync();
    }

    private static Sample ToSample(SampleDocument document)
    {
        var sample = new Sample { Id = document.Id, Text = document.Text, Lineage = new(new SplitId("generated", "quickstart"), 0, [], "") };
        sample.Meta["lang"] = document.Lang;
        sample.Meta["url"] = document.Url;
        sample.Meta["label"] = document.Label;
        sample.Meta["duplicate_of"] = document.DuplicateOf;
        return sample;
    }
}
