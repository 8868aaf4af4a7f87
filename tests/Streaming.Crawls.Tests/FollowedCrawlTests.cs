using System.Formats.Tar;
using Streaming.Crawls.Tar;
using Streaming.Crawls.Warc;
using Streaming.Operators;
using Streaming.Samples;
using Streaming.Testing;
using Streaming.Testing.Crawls;

namespace Streaming.Crawls.Tests;

/// <summary>Crawls that grow while they are read.</summary>
public sealed class FollowedCrawlTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-follow-").FullName;

    [Theory]
    [InlineData("warc")]
    [InlineData("tar")]
    public async Task Files_that_come_later_are_read_and_reading_goes_on_after_those_that_were(string kind)
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var source = Make(kind);
        await source.DescribeAsync(Context(), default);
        Assert.False(source.IsBounded);

        var positions = SplitPositions.Empty;
        await using (var batches = source.ReadAsync(positions, stop.Token).GetAsyncEnumerator(stop.Token))
        {
            foreach (var name in new[] { "b", "a", "c" })
            {
                Put(kind, name);
                Assert.True(await batches.MoveNextAsync());
                Assert.Equal(name, Assert.Single(batches.Current.Batch.Samples).Text);
                positions = positions.Advance(batches.Current.Split, batches.Current.To);
            }
        }

        Put(kind, "d");
        var again = Make(kind);
        await again.DescribeAsync(Context(), default);
        ((IStopsAtEnd)again).StopAtEnd();
        Assert.Equal(["d"], await again.ReadAsync(positions, stop.Token).SelectMany(b => b.Batch.Samples).Select(s => s.Text).ToListAsync(stop.Token));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Source Make(string kind) => kind == "warc"
        ? new WarcSource(new() { Path = ["."], Follow = true, PollEvery = TimeSpan.FromMilliseconds(20) })
        : new TarSource(new() { Path = ["."], Follow = true, PollEvery = TimeSpan.FromMilliseconds(20) });

    private SourceContext Context() => new() { Name = "web", BaseFolder = _folder, Run = "run", Memory = new MemoryAccount(1 << 30) };

    private void Put(string kind, string text)
    {
        var file = Path.Combine(_folder, $"{text}.{kind}");
        File.WriteAllBytes(file + ".tmp", kind == "warc" ? new WarcBuilder().Response($"http://a.example/{text}", text).Build() : Tar(text));
        File.Move(file + ".tmp", file);
    }

    private static byte[] Tar(string text)
    {
        var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, leaveOpen: true))
        {
            writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, $"{text}.txt") { DataStream = new MemoryStream(Warc.Warcs.Bytes(text)) });
        }

        return tar.ToArray();
    }
}
