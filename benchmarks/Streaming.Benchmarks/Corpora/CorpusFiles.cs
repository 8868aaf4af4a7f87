using System.Globalization;
using Streaming.Parquet.Writing;
using Streaming.Samples;

namespace Streaming.Benchmarks.Corpora;

/// <summary>Corpora as folders of Parquet files with the columns <c>id</c> and <c>text</c>; made once.</summary>
internal static class CorpusFiles
{
    private const int Seed = 17;
    private static readonly RowSchema Schema = new([new("id", ColumnType.String, Nullable: false), new("text", ColumnType.String)]);

    /// <summary>Documents like web pages: log-normal, 3.3 kB on average. 100,000 of them are 330 MB.</summary>
    public static Task<string> WebAsync(int documents, int files = 8)
    {
        var prose = new Prose(Seed);
        return MakeAsync($"web-{documents}", documents, files, prose.Document);
    }

    /// <summary>Documents of about 100 characters.</summary>
    public static Task<string> ShortAsync(int documents)
    {
        var prose = new Prose(Seed);
        return MakeAsync($"short-{documents}", documents, 4, number => prose.Document(number, 60));
    }

    /// <summary>Every hundredth document has 20 MB, the others are like web pages.</summary>
    public static Task<string> WithGiantsAsync(int documents)
    {
        var prose = new Prose(Seed);
        return MakeAsync($"giants-{documents}", documents, 4, number => number % 100 == 50 ? prose.Document(number, 20_000_000) : prose.Document(number));
    }

    /// <summary>The same files under so many names each: large inputs that take no space.</summary>
    public static string Repeat(string corpus, int times)
    {
        var folder = Workspace.Fresh($"{Path.GetFileName(corpus)}-times-{times}");
        Directory.CreateDirectory(folder);
        foreach (var (file, time) in Directory.GetFiles(corpus, "*.parquet").Order(StringComparer.Ordinal).SelectMany(f => Enumerable.Range(0, times).Select(t => (f, t))))
        {
            File.CreateSymbolicLink(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{time:D4}-{Path.GetFileName(file)}")), file);
        }

        return folder;
    }

    private static async Task<string> MakeAsync(string name, int documents, int files, Func<int, string> text)
    {
        var folder = Workspace.At("corpus-" + name);
        if (Directory.Exists(folder))
        {
            return folder;
        }

        var unfinished = Directory.CreateDirectory(folder + ".unfinished").FullName;
        for (var file = 0; file < files; file++)
        {
            await using var stream = File.Create(Path.Combine(unfinished, $"part-{file:D3}.parquet"));
            await using var writer = new ParquetShardFormat().Create(stream, Schema, new(16 << 20));
            foreach (var numbers in Enumerable.Range(0, documents).Where(n => n * (long)files / documents == file).Chunk(16))
            {
                await writer.WriteAsync([.. numbers.Select(n => new Sample { Id = $"d{n}", Text = text(n), Lineage = new(new("corpus", name), n, [], "corpus") })]);
            }

            await writer.CloseAsync();
        }

        Directory.Move(unfinished, folder);
        return folder;
    }
}
