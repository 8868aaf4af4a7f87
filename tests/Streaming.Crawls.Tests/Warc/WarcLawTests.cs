using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Streaming.Crawls.Warc;
using Streaming.Testing.Crawls;

namespace Streaming.Crawls.Tests.Warc;

/// <summary>Laws of reading, over inputs that nobody thought of.</summary>
public sealed class WarcLawTests
{
    private static readonly WarcLimits Limits = new(2 << 10, 8 << 10);

    [Property(MaxTest = 150)]
    public void Any_chunking_of_the_input_gives_the_same_records(int seed, byte[] sizes)
    {
        var file = Mutated(seed, out _);
        var whole = Warcs.ItemsAsync(file, Limits).GetAwaiter().GetResult();
        var chopped = Warcs.ItemsAsync(new ChoppedStream(file, [.. sizes.Select(s => 1 + s)]), Limits).GetAwaiter().GetResult();

        Assert.Equal(whole.Select(Warcs.Say), chopped.Select(Warcs.Say));
    }

    [Property(MaxTest = 600)]
    public void Mutated_files_throw_nothing_and_stay_within_limits(int seed)
    {
        var file = Mutated(seed, out var packing);
        var stream = new ChoppedStream(file);
        var items = Warcs.ItemsAsync(stream, Limits).GetAwaiter().GetResult();

        Assert.Equal(items.Select(i => i.Position).Distinct().Order(), items.Select(i => i.Position));
        Assert.All(items, i => Assert.InRange(i.Content.Length, 0, i.Fault is null ? Limits.RecordBytes : 64 << 10));
        Assert.True(packing != WarcPacking.Plain || stream.BytesRead <= 20L * file.Length + 100_000, "Bytes were read over and over.");
    }

    [Property(MaxTest = 100)]
    public void Reading_goes_on_at_every_item_as_if_nothing_had_happened(int seed)
    {
        var file = Mutated(seed, out _);
        var all = Warcs.ItemsAsync(file, Limits).GetAwaiter().GetResult();
        foreach (var item in all)
        {
            // Where there is nothing to seek, a reader begins at the beginning and what is before is passed over.
            var rest = Warcs.ItemsAsync(file, Limits, item.Position).GetAwaiter().GetResult().Where(i => i.Position >= item.Position);
            Assert.Equal(all.Where(i => i.Position >= item.Position).Select(Warcs.Say), rest.Select(Warcs.Say));
        }
    }

    [Property(MaxTest = 300)]
    public void Bytes_that_are_no_warc_file_throw_nothing(byte[] bytes)
    {
        foreach (var head in new byte[][] { [], [0x1F, 0x8B, 8, 0], [0x28, 0xB5, 0x2F, 0xFD], "WARC/1.0\r\n"u8.ToArray(), [0x5D, 0x2A, 0x4D, 0x18] })
        {
            var items = Warcs.ItemsAsync([.. head, .. bytes], Limits).GetAwaiter().GetResult();
            Assert.All(items, i => Assert.NotNull(i.Fault));
        }
    }

    private static byte[] Mutated(int seed, out WarcPacking packing)
    {
        var random = new Random(seed);
        packing = (WarcPacking)random.Next(5);
        var warc = new WarcBuilder(packing);
        for (var i = random.Next(1, 12); i > 0; i--)
        {
            _ = random.Next(4) == 0
                ? warc.Raw(Break(warc.Offsets.Count, random))
                : warc.Response($"http://a.example/{i}", new string((char)('a' + i), random.Next(0, 12_000)));
        }

        var file = warc.Build();
        for (var flips = random.Next(4); flips > 0 && random.Next(2) == 0; flips--)
        {
            file[random.Next(file.Length)] ^= (byte)(1 << random.Next(8));
        }

        return random.Next(8) == 0 ? file[..random.Next(file.Length)] : file;
    }

    private static byte[] Break(int number, Random random)
    {
        var record = new WarcBuilder().Response($"http://b.example/{number}", "broken " + new string('x', random.Next(3000))).Build();
        var at = random.Next(record.Length);
        return random.Next(4) switch
        {
            0 => record[..at],
            1 => [.. record[..at], .. "\r\nWARC/1.0\r\n"u8, .. record[at..]],
            2 => [.. record[..at], .. WarcReaderTests.Noise(at, random.Next(200)), .. record[at..]],
            _ => record[at..],
        };
    }
}
