using System.Text;
using Streaming.Crawls.Warc;
using Streaming.Testing.Crawls;

namespace Streaming.Crawls.Tests.Warc;

/// <summary>What is malformed is one item with a fault, bounded, and the next record is read.</summary>
public sealed class HostileWarcTests
{
    private static readonly WarcLimits Limits = new(4 << 10, 100 << 10);

    public static TheoryData<WarcPacking, string> Cases
    {
        get
        {
            var data = new TheoryData<WarcPacking, string>();
            foreach (var packing in Enum.GetValues<WarcPacking>())
            {
                foreach (var name in Bad.Keys)
                {
                    data.Add(packing, name);
                }
            }

            return data;
        }
    }

    private static Dictionary<string, byte[]> Bad { get; } = new()
    {
        ["negative length"] = Warcs.Bytes("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: -5\r\n\r\nabc\r\n\r\n"),
        ["length of letters"] = Warcs.Bytes("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: many\r\n\r\nabc\r\n\r\n"),
        ["length beyond 64 bits"] = Warcs.Bytes("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999999999999\r\n\r\nabc\r\n\r\n"),
        ["length beyond the file"] = Warcs.Bytes("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 9223372036854775807\r\n\r\nabc\r\n\r\n"),
        ["length into the next record"] = Warcs.Bytes("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 40\r\n\r\nabc\r\n\r\n"),
        ["length too short"] = Warcs.Bytes("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 1\r\n\r\nabcdefghijklmnop\r\n\r\n"),
        ["two lengths"] = Warcs.Bytes("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 1\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n"),
        ["no length"] = Warcs.Bytes("WARC/1.0\r\nWARC-Type: response\r\n\r\nabc\r\n\r\n"),
        ["no type"] = Warcs.Bytes("WARC/1.0\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n"),
        ["header without end"] = [.. Warcs.Bytes("WARC/1.0\r\nX: "), .. Enumerable.Repeat((byte)'x', 50_000), .. "\r\n"u8],
        ["NUL in the header"] = Warcs.Bytes("WARC/1.0\r\nWARC-Type: resp\0onse\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n"),
        ["NULs"] = [.. new byte[3000], .. "\r\n"u8],
        ["no record at all"] = Warcs.Bytes("<html>not a record</html>\r\n"),
        ["too large"] = [.. Warcs.Bytes("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 200000\r\n\r\n"), .. new byte[200_000], .. "\r\n\r\n"u8],
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Malformed_records_are_faults_and_the_next_one_is_read(WarcPacking packing, string name)
    {
        var warc = new WarcBuilder(packing).Response("http://a.example/1", "first");
        warc.Raw(Bad[name]).Response("http://a.example/2", "second").Response("http://a.example/3", "third");

        var items = await Warcs.ItemsAsync(warc.Build(), Limits);

        Assert.Equal(["http://a.example/1", "http://a.example/2", "http://a.example/3"], items.Where(i => i.Fault is null).Select(i => i.Header!.TargetUri));
        Assert.Single(items, i => i.Fault is not null);
        Assert.All(items, i => Assert.InRange(i.Content.Length, 0, 100 << 10));
        Assert.Equal(items.Select(i => i.Position).Distinct().Order(), items.Select(i => i.Position));
    }

    [Theory]
    [InlineData(WarcPacking.Gzip)]
    [InlineData(WarcPacking.Zstd)]
    public async Task Flipped_bits_and_truncations_cost_their_member_alone(WarcPacking packing)
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var warc = WarcReaderTests.Pages(packing, 5);
            var file = warc.Build();
            var victim = random.Next(1, 8);
            var at = random.Next((int)warc.Offsets[victim], (int)warc.Offsets[victim + 1]);
            file = seed % 2 == 0 ? Flip(file, at, random) : [.. file[..at], .. file[(int)warc.Offsets[victim + 1]..]];

            var good = (await Warcs.ItemsAsync(file)).Where(i => i.Fault is null).Select(i => i.Header!.RecordId).ToList();

            Assert.Equal(good, good.Intersect(Enumerable.Range(0, 10).Select(WarcBuilder.Id)));

            // The victim may live where the bit meant nothing (a time in gzip's header).
            Assert.True(good.Count >= 9, $"seed {seed}: {string.Join('\n', (await Warcs.ItemsAsync(file)).Select(Warcs.Say))}");
            Assert.True(good.Contains(WarcBuilder.Id(victim)) || good.Count == 9, $"seed {seed}");
        }
    }

    [Theory]
    [InlineData(WarcPacking.WholeGzip, 1)]
    [InlineData(WarcPacking.WholeZstd, 1)]
    [InlineData(WarcPacking.Gzip, 2)]
    public async Task An_oversize_record_of_a_wrong_length_takes_what_follows_it_in_its_member(WarcPacking packing, int good)
    {
        var warc = new WarcBuilder(packing).Response("http://a.example/1", "first").Raw(Warcs.Bytes("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 200000\r\n\r\nabc\r\n\r\n")).Response("http://a.example/2", "second");

        var items = await Warcs.ItemsAsync(warc.Build(), Limits);

        Assert.Equal((good, 1), (items.Count(i => i.Fault is null), items.Count(i => i.Fault is not null)));
    }

    [Fact]
    public async Task A_wrong_checksum_condemns_the_record()
    {
        var warc = WarcReaderTests.Pages(WarcPacking.Gzip, 2);
        var file = warc.Build();
        file[warc.Offsets[2] - 8] ^= 1;

        var items = await Warcs.ItemsAsync(file);

        Assert.Equal([false, true, false, false], items.Select(i => i.Fault is not null));
        Assert.Contains("checksum", items[1].Fault!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bomb_costs_no_memory()
    {
        var warc = new WarcBuilder().Stored(WarcBuilder.Gzip([.. Warcs.Bytes($"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {256 << 20}\r\n\r\n"), .. new byte[256 << 20]]))
            .Stored(WarcBuilder.Gzip(Record("next")));
        var file = warc.Build();

        var before = GC.GetAllocatedBytesForCurrentThread();
        var items = await Warcs.ItemsAsync(file, Limits);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32 << 20);
        Assert.Equal([true, false], items.Select(i => i.Fault is not null));
    }

    [Fact]
    public async Task A_file_of_empty_members_leaves_no_marks()
    {
        var empty = WarcBuilder.Gzip([]);
        var file = Enumerable.Repeat(empty, 200_000).SelectMany(b => b).Concat(WarcBuilder.Gzip(Record("next"))).ToArray();

        Assert.Null(Assert.Single(await Warcs.ItemsAsync([.. WarcBuilder.Gzip(Record("first")), .. file]), i => i.Position > 0).Fault);
    }

    [Fact]
    public async Task Bad_utf8_in_a_header_becomes_a_replacement_character()
    {
        var items = await Warcs.ItemsAsync([.. "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: http://a.example/"u8, 0xFF, 0xC3, .. "\r\nContent-Length: 0\r\n\r\n\r\n\r\n"u8]);

        Assert.Equal("http://a.example/\uFFFD\uFFFD", Assert.Single(items).Header!.TargetUri);
    }

    internal static byte[] Record(string content) =>
        Encoding.UTF8.GetBytes($"WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: {Encoding.UTF8.GetByteCount(content)}\r\n\r\n{content}\r\n\r\n");

    private static byte[] Flip(byte[] file, int at, Random random)
    {
        var flipped = (byte[])file.Clone();
        flipped[at] ^= (byte)(1 << random.Next(8));
        return flipped;
    }
}
