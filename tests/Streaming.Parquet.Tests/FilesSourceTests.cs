using System.Text;
using Streaming.Operators;
using Streaming.Parquet.Documents;
using Streaming.Samples;

namespace Streaming.Parquet.Tests;

public sealed class FilesSourceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Files_are_samples_in_ordinal_order_with_their_path()
    {
        foreach (var name in new[] { "docs/b.html", "docs/a/x.md", "docs/B.txt", "docs/skip.png", "docs/a/print.html" })
        {
            Put(name, name);
        }

        var samples = await Samples(new() { Path = ["docs"], Exclude = ["**/print.html"] });

        Assert.Equal(["docs/B.txt", "docs/a/x.md", "docs/b.html"], samples.Select(s => s.Id));
        Assert.Equal(["B.txt", "a/x.md", "b.html"], samples.Select(s => s.Meta["path"]));
        Assert.Equal([0L, 1, 2], samples.Select(s => s.Lineage.Position));
    }

    [Fact]
    public async Task Every_root_is_a_split_and_reading_goes_on_at_every_file()
    {
        for (var i = 0; i < 5; i++)
        {
            Put($"one/{i}.txt", $"one {i}");
            Put($"two/{i}.txt", $"two {i}");
        }

        var options = new FilesSourceOptions { Path = ["one", "two/*.txt"] };
        for (var from = 0; from <= 5; from++)
        {
            var batches = await Shards.ReadAsync(new FilesSource(options), Shards.Context(_folder.Path), SplitPositions.Empty.Advance(new("in", "two"), from));

            Assert.Equal(Enumerable.Range(0, 5).Select(i => $"one {i}").Concat(Enumerable.Range(from, 5 - from).Select(i => $"two {i}")), batches.SelectMany(b => b.Batch.Samples).Select(s => s.Text));
        }
    }

    [Fact]
    public async Task Encodings_are_told_by_mark_validity_and_declaration()
    {
        File.WriteAllBytes(_folder.File("d/1.txt"), [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("ä漢")]);
        File.WriteAllBytes(_folder.File("d/2.txt"), [.. Encoding.UTF8.Preamble, .. "ä漢"u8]);
        File.WriteAllBytes(_folder.File("d/3.txt"), [0xE4, 0x80]);
        File.WriteAllBytes(_folder.File("d/4.html"), [.. "<meta charset=\"koi8-r\">"u8, 0xC1]);
        File.WriteAllBytes(_folder.File("d/5.html"), [.. "<meta charset=\"iso-8859-1\">"u8, 0x80]);
        File.WriteAllBytes(_folder.File("d/6.html"), [.. "<meta charset=\"no-such\">"u8, 0xE4]);

        var texts = (await Samples(new() { Path = ["d"] })).Select(s => s.Text[(s.Text.LastIndexOf('>') + 1)..]);

        Assert.Equal(["ä漢", "ä漢", "ä€", "а", "€", "ä"], texts);
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_a_dead_letter()
    {
        Put("d/large.txt", new string('x', 100_000));
        Put("d/small.txt", "x");

        var batches = await Shards.ReadAsync(new FilesSource(new() { Path = ["d"], MaxFileSize = new(99_999) }), Shards.Context(_folder.Path));

        Assert.Equal(64 << 10, Assert.Single(batches.SelectMany(b => b.Batch.DeadLetters)).Payload.Length);
        Assert.Equal("x", Assert.Single(batches.SelectMany(b => b.Batch.Samples)).Text);
        Assert.Equal(2, batches[^1].To);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("d")]
    public async Task No_documents_are_bad_input(string path)
    {
        Put("d/a.png", "");

        await Assert.ThrowsAsync<BadInputException>(() => Samples(new() { Path = [path] }));
    }

    public void Dispose() => _folder.Dispose();

    private void Put(string name, string content) => File.WriteAllText(_folder.File(name), content);

    private async Task<List<Sample>> Samples(FilesSourceOptions options) =>
        [.. (await Shards.ReadAsync(new FilesSource(options), Shards.Context(_folder.Path))).SelectMany(b => b.Batch.Samples)];
}
