using System.Formats.Tar;
using System.Text;
using FsCheck.Xunit;
using Streaming.Crawls.Tar;
using Streaming.Crawls.Tests.Warc;
using Streaming.Operators;
using Streaming.Parquet.Reading;
using Streaming.Samples;
using Streaming.Testing.Crawls;

namespace Streaming.Crawls.Tests.Tar;

public sealed class TarSourceTests
{
    [Theory]
    [InlineData("a.tar")]
    [InlineData("a.tar.gz")]
    [InlineData("a.tar.zst")]
    public async Task Files_of_one_key_are_one_sample(string name)
    {
        var tar = Tar(("d/", ""), ("d/0.jpg", "picture"), ("d/0.txt", "caption"), ("d/0.json", "{}"), ("d/1.left.png", "l"), ("d/1.cls", "7\n"), ("d/1.npy", "n"), ("readme", "none"), (".hidden", "none"));

        var samples = (await ReadAsync(name, Pack(tar, name))).SelectMany(b => b.Batch.Samples).ToList();

        Assert.Equal([$"{name}/d/0", $"{name}/d/1"], samples.Select(s => s.Id));
        Assert.Equal(("caption", "{}", "d/0.jpg"), (samples[0].Text, samples[0].Meta["json"], samples[0].Images[0].Path));
        Assert.Equal(("7", "l"), (samples[1].Meta["cls"], Encoding.UTF8.GetString(samples[1].Images[0].Bytes!.Value.Span)));
        Assert.Equal("npy", Assert.Single((KeyValuePair<object, object?>[])samples[1].Meta["files"]!).Key);
    }

    [Theory]
    [InlineData("a.tar")]
    [InlineData("a.tar.gz")]
    public async Task Reading_goes_on_at_every_sample(string name)
    {
        var tar = Pack(Tar([.. Enumerable.Range(0, 30).SelectMany(i => new[] { ($"{i}.txt", $"text {i}"), ($"{i}.bin", new string('x', i * 50)) })]), name);
        for (var from = 0; from <= 30; from++)
        {
            Assert.Equal(Enumerable.Range(from, 30 - from).Select(i => $"text {i}"), (await ReadAsync(name, tar, from: from)).SelectMany(b => b.Batch.Samples).Select(s => s.Text));
        }
    }

    [Fact]
    public async Task What_is_too_large_is_a_dead_letter_and_the_next_sample_is_read()
    {
        var batches = await ReadAsync("a.tar", Tar(("0.txt", new string('x', 2000)), ("1.txt", "next")), o => o with { MaxSampleBytes = new(1000) });

        Assert.Equal(0, Assert.Single(batches.SelectMany(b => b.Batch.DeadLetters)).Lineage.Position);
        Assert.Equal("next", Assert.Single(batches.SelectMany(b => b.Batch.Samples)).Text);
    }

    [Fact]
    public async Task A_file_that_is_cut_stops_the_run_or_is_skipped_from_there()
    {
        var tar = Tar(("0.txt", "good"), ("1.txt", new string('x', 5000)))[..3000];

        await Assert.ThrowsAsync<SourceFaultException>(() => ReadAsync("a.tar", tar));
        var batches = await ReadAsync("a.tar", tar, o => o with { OnBadFile = BadFileAction.Skip });
        Assert.Equal("good", Assert.Single(batches.SelectMany(b => b.Batch.Samples)).Text);
        Assert.Single(batches.SelectMany(b => b.Batch.DeadLetters));
    }

    [Theory]
    [InlineData("a.tar", 0)]
    [InlineData("a.tar", 4)]
    [InlineData("a.tar.gz", 0)]
    [InlineData("a.tar.gz", 4)]
    [InlineData("a.tgz", 0)]
    [InlineData("a.tar.zst", 0)]
    public async Task A_truncated_file_never_looks_like_a_whole_one(string name, int from)
    {
        var random = new Random(5);
        var whole = Pack(Tar([.. Enumerable.Range(0, 5).Select(i => ($"{i}.txt", string.Concat(Enumerable.Range(0, 200).Select(_ => (char)random.Next('a', 'z')))))]), name);

        // Cut within the last file (of a plain tar) or anywhere (of a compressed one: borders of entries and headers among them).
        var ends = name == "a.tar" ? [(4 * 1024) + 512, (4 * 1024) + 600, (4 * 1024) + 711] : Enumerable.Range(1, whole.Length - 1).Where(e => e % 7 == 0 || whole.Length - e < 12);
        foreach (var end in ends)
        {
            await Assert.ThrowsAsync<SourceFaultException>(() => ReadAsync(name, whole[..end], from: from));
        }
    }

    [Theory]
    [InlineData("a.tar")]
    [InlineData("a.tar.gz")]
    public async Task A_file_is_cut_where_reading_passes_it_over(string name)
    {
        var tar = Tar(("0.txt", "good"), ("1.txt", new string('x', 5000)))[..3000];

        await Assert.ThrowsAsync<SourceFaultException>(() => ReadAsync(name, Pack(tar, name), o => o with { MaxSampleBytes = new(1000) }));
        await Assert.ThrowsAsync<SourceFaultException>(() => ReadAsync(name, Pack(tar, name), from: 2));
    }

    [Theory]
    [InlineData(TarEntryType.LongPath, "17777777777\0")]
    [InlineData(TarEntryType.LongLink, "00010000000\0")]
    [InlineData(TarEntryType.ExtendedAttributes, "17700000000 ")]
    [InlineData(TarEntryType.GlobalExtendedAttributes, "\u0080\0\0\0\0\0\0\0\u007F\0\0\0")]
    public async Task Names_and_attributes_that_claim_to_be_huge_take_no_memory(TarEntryType kind, string size)
    {
        byte[] tar = [.. Tar(("0.txt", "good"), ("1.txt", "next"))[..2048], .. Header(kind, size), .. new byte[4096]];

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => TarGroups.Read(new MemoryStream(tar), 0, 1 << 20).Count());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);

        foreach (var name in new[] { "a.tar", "a.tar.gz" })
        {
            var batches = await ReadAsync(name, Pack(tar, name), o => o with { OnBadFile = BadFileAction.Skip });
            Assert.Contains("claims", Assert.Single(batches.SelectMany(b => b.Batch.DeadLetters)).Error, StringComparison.Ordinal);
            Assert.Equal("good", Assert.Single(batches.SelectMany(b => b.Batch.Samples)).Text);
        }
    }

    [Theory]
    [InlineData(TarEntryFormat.Gnu)]
    [InlineData(TarEntryFormat.Pax)]
    public async Task Long_names_are_read_whatever_reads_the_file(TarEntryFormat format)
    {
        var names = Enumerable.Range(0, 4).Select(i => $"{new string((char)('a' + i), 300 * (i + 1))}").ToList();
        var tar = Tar(format, [.. names.SelectMany(n => new[] { (n + ".txt", n), (n + ".bin", new string('x', 700)) })]);

        Assert.Equal(names, (await ReadAsync("a.tar", tar)).SelectMany(b => b.Batch.Samples).Select(s => s.Text));
        Assert.Equal(names, (await ReadAsync("a.tar.gz", WarcBuilder.Gzip(tar))).SelectMany(b => b.Batch.Samples).Select(s => s.Text));
        Assert.Equal(names, TarGroups.Read(new ChoppedStream(tar, 1, 100, 511, 513), 0, 1 << 20).Select(g => g.Key));
    }

    [Property(MaxTest = 1000)]
    public void Mutated_files_give_samples_or_a_declared_fault(int seed)
    {
        var random = new Random(seed);
        var tar = Tar([.. Enumerable.Range(0, 5).Select(i => ($"{i}.txt", new string('x', random.Next(2000))))]);
        for (var flips = random.Next(1, 6); flips > 0; flips--)
        {
            // Headers are where it hurts.
            tar[random.Next(tar.Length / 512) * 512 + random.Next(512)] = (byte)random.Next(256);
        }

        try
        {
            var groups = TarGroups.Read(new ChoppedStream(random.Next(4) == 0 ? tar[..random.Next(tar.Length)] : tar, [1 + random.Next(1000)]), 0, 1 << 20).ToList();
            Assert.All(groups, g => Assert.InRange(g.Files.Sum(f => f.Content.Length), 0, 1 << 20));
        }
        catch (InvalidDataException)
        {
            // The declared fault.
        }
    }

    private static async Task<List<SourceBatch>> ReadAsync(string name, byte[] tar, Func<TarSourceOptions, TarSourceOptions>? change = null, long from = 0)
    {
        var folder = Directory.CreateTempSubdirectory("streaming-tar-").FullName;
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, name), tar);
            var options = new TarSourceOptions { Path = [name] };
            return await Warcs.ReadAsync(new TarSource(change?.Invoke(options) ?? options), folder, SplitPositions.Empty.Advance(new("web", name), from));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static byte[] Pack(byte[] tar, string name) => name.EndsWith(".gz", StringComparison.Ordinal) ? WarcBuilder.Gzip(tar) : name.EndsWith(".zst", StringComparison.Ordinal) ? WarcBuilder.Zstd(tar) : tar;

    // A header with the right checksum.
    private static byte[] Header(TarEntryType kind, string size)
    {
        var header = new byte[512];
        Encoding.Latin1.GetBytes("././@LongLink").CopyTo(header, 0);
        Encoding.Latin1.GetBytes("0000644\00000000\00000000\0" + size + "00000000000\0        " + (char)kind).CopyTo(header, 100);
        Encoding.Latin1.GetBytes(kind is TarEntryType.LongPath or TarEntryType.LongLink ? "ustar  \0" : "ustar\000").CopyTo(header, 257);
        Encoding.Latin1.GetBytes(Convert.ToString(header.Sum(b => b), 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);
        return header;
    }

    private static byte[] Tar(params (string Name, string Content)[] files) => Tar(TarEntryFormat.Ustar, files);

    private static byte[] Tar(TarEntryFormat format, params (string Name, string Content)[] files)
    {
        var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, format, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                writer.WriteEntry(Entry(format, name, name.EndsWith('/') ? null : new MemoryStream(Encoding.UTF8.GetBytes(content))));
            }
        }

        return tar.ToArray();
    }

    private static TarEntry Entry(TarEntryFormat format, string name, Stream? content)
    {
        var kind = content is null ? TarEntryType.Directory : TarEntryType.RegularFile;
        TarEntry entry = format switch { TarEntryFormat.Gnu => new GnuTarEntry(kind, name), TarEntryFormat.Pax => new PaxTarEntry(kind, name), _ => new UstarTarEntry(kind, name) };
        if (content is not null)
        {
            entry.DataStream = content;
        }

        return entry;
    }
}
