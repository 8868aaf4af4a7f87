using Streaming.Crawls.Warc;
using Streaming.Testing.Crawls;

namespace Streaming.Crawls.Tests.Warc;

public sealed class WarcReaderTests
{
    public static TheoryData<WarcPacking> Packings => new(Enum.GetValues<WarcPacking>());

    [Theory]
    [MemberData(nameof(Packings))]
    public async Task Records_come_out_with_their_content(WarcPacking packing)
    {
        var items = await Warcs.ItemsAsync(Pages(packing, 50).Build());

        Assert.All(items, i => Assert.Null(i.Fault));
        Assert.Equal(Enumerable.Range(0, 100).Select(WarcBuilder.Id), items.Select(i => i.Header!.RecordId));
        Assert.EndsWith("page 49</p>", System.Text.Encoding.UTF8.GetString(items[^1].Content.Span), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Packings))]
    public async Task Positions_grow_and_can_be_sought_where_members_allow_it(WarcPacking packing)
    {
        var warc = Pages(packing, 20);
        var file = warc.Build();
        var all = await Warcs.ItemsAsync(file);

        Assert.Equal(all.Select(i => i.Position).Distinct().Order(), all.Select(i => i.Position));
        foreach (var place in new[] { 1, 7, 39 })
        {
            await using var reader = new WarcReader(new MemoryStream(file), new(), _ => true);
            var sought = await reader.TryMoveToAsync(all[place].Position);

            Assert.Equal(packing is WarcPacking.Plain or WarcPacking.Gzip or WarcPacking.Zstd, sought);
            var next = await reader.ReadAsync();
            Assert.Equal(Warcs.Say(all[sought ? place : 0]), Warcs.Say(next! with { Content = next.Content.ToArray() }));
        }
    }

    [Fact]
    public async Task Positions_are_byte_offsets()
    {
        foreach (var packing in new[] { WarcPacking.Plain, WarcPacking.Gzip, WarcPacking.Zstd })
        {
            var warc = Pages(packing, 5);
            Assert.Equal(warc.Offsets, (await Warcs.ItemsAsync(warc.Build())).Select(i => i.Position));
        }
    }

    [Fact]
    public async Task Seeking_reads_nothing_of_what_is_before()
    {
        foreach (var packing in new[] { WarcPacking.Plain, WarcPacking.Gzip, WarcPacking.Zstd })
        {
            var warc = new WarcBuilder(packing);
            for (var i = 0; i < 40; i++)
            {
                warc.Record("resource", "text/plain", Noise(i, 200_000));
            }

            var file = new ChoppedStream(warc.Build());
            Assert.Single(await Warcs.ItemsAsync(file, from: warc.Offsets[39]));
            Assert.InRange(file.BytesRead, 1, 1_000_000);
        }
    }

    [Theory]
    [MemberData(nameof(Packings))]
    public async Task Nothing_is_read_again_of_a_file_that_was_read_to_its_end(WarcPacking packing)
    {
        var warc = new WarcBuilder(packing);
        for (var i = 0; i < 10; i++)
        {
            warc.Record("resource", "text/plain", Noise(i, 200_000));
        }

        var file = warc.Build();
        var chopped = new ChoppedStream(file);
        Assert.Empty(await Warcs.ItemsAsync(chopped, from: file.Length));
        Assert.InRange(chopped.BytesRead, 1, 1_000_000);
    }

    [Fact]
    public async Task Lines_may_end_in_any_way_and_fields_be_folded()
    {
        var items = await Warcs.ItemsAsync(Warcs.Bytes("WARC/0.18\nWARC-Type: resource\r\nwarc-record-id: <urn:a>\nWARC-Target-URI:\n  http://a.example/\r\nContent-Length: 3\n\nabc\n\n\n\nWARC/1.1\r\nWARC-Type:resource\r\nContent-Length:3\r\n\r\nabc"));

        Assert.All(items, i => Assert.Null(i.Fault));
        Assert.Equal(2, items.Count);
        Assert.Equal("http://a.example/", items[0].Header!.TargetUri);
        Assert.Equal("urn:a", items[0].Header!.RecordId);
    }

    [Fact]
    public async Task A_dictionary_frame_serves_the_frames_behind_it()
    {
        var dictionary = ZstdSharp.DictBuilder.TrainFromBuffer([.. Enumerable.Range(0, 2000).Select(i => Warcs.Bytes($"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Record-ID: <{WarcBuilder.Id(i)}>\r\nContent-Length: 4\r\n\r\n{i:0000}\r\n\r\n"))], 4096);
        using var compressor = new ZstdSharp.Compressor();
        compressor.LoadDictionary(dictionary);
        var record = compressor.Wrap(Warcs.Bytes("WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 4\r\n\r\nabcd\r\n\r\n")).ToArray();
        foreach (var stored in new[] { dictionary, WarcBuilder.Zstd(dictionary) })
        {
            byte[] frame = [0x5D, 0x2A, 0x4D, 0x18, .. BitConverter.GetBytes(stored.Length), .. stored];
            var items = await Warcs.ItemsAsync([.. frame, .. record, .. record]);

            Assert.Equal(["abcd", "abcd"], items.Select(i => System.Text.Encoding.UTF8.GetString(i.Content.Span)));
            Assert.Equal([frame.Length, frame.Length + record.Length], items.Select(i => i.Position));
            Assert.Single(await Warcs.ItemsAsync([.. frame, .. record, .. record], from: items[1].Position));
        }
    }

    internal static WarcBuilder Pages(WarcPacking packing, int count)
    {
        var warc = new WarcBuilder(packing);
        for (var i = 0; i < count; i++)
        {
            warc.Request($"http://a.example/{i}").Response($"http://a.example/{i}", string.Concat(Enumerable.Repeat($"<p>page {i}</p>", 1 + (i * 37 % 100))));
        }

        return warc;
    }

    internal static byte[] Noise(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
