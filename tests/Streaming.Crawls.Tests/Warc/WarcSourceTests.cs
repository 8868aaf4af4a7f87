using System.Text;
using Streaming.Operators;
using Streaming.Parquet.Reading;
using Streaming.Testing.Crawls;

namespace Streaming.Crawls.Tests.Warc;

public sealed class WarcSourceTests
{
    [Fact]
    public async Task A_response_becomes_a_sample_with_its_columns()
    {
        var warc = new WarcBuilder(WarcPacking.Gzip)
            .Record("warcinfo", "application/warc-fields", "software: test"u8.ToArray())
            .Request("http://a.example/")
            .Record("response", "application/http; msgtype=response", Encoding.UTF8.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTDM-Reservation: 1\r\nServer: x\r\n\r\n<p>ä</p>"), "WARC-Target-URI: <http://a.example/>\r\nWARC-Payload-Digest: sha1:ABC\r\n")
            .Record("metadata", "application/warc-fields", "outlink: x"u8.ToArray());

        var sample = Assert.Single(await Warcs.SamplesAsync(warc.Build()));

        Assert.Equal((WarcBuilder.Id(2), "<p>ä</p>", warc.Offsets[2]), (sample.Id, sample.Text, sample.Lineage.Position));
        Assert.Equal("http://a.example/", sample.Meta["url"]);
        Assert.Equal(new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.Zero).ToUnixTimeMilliseconds() * 1000, sample.Meta["time"]);
        Assert.Equal(("text/html", 200L, "response", "sha1:ABC"), (sample.Meta["media_type"], sample.Meta["status"], sample.Meta["record_type"], sample.Meta["payload_digest"]));
        Assert.Equal([new("tdm-reservation", "1")], (KeyValuePair<object, object?>[])sample.Meta["http_headers"]!);
        Assert.Null(sample.Meta["payload"]);
    }

    [Fact]
    public async Task Charsets_come_from_the_header_then_from_the_page()
    {
        var warc = new WarcBuilder()
            .Response("http://a.example/1", [0xC1], "text/html; charset=koi8-r")
            .Response("http://a.example/2", [.. "<meta charset=koi8-r>"u8, 0xC1], "text/html")
            .Response("http://a.example/3", [0xE4], "text/html")
            .Response("http://a.example/4", [0x1B, 0x24, 0x42, 0x34, 0x41, 0x1B, 0x28, 0x42], "text/html; charset=\"iso-2022-jp\"");

        Assert.Equal(["а", "<meta charset=koi8-r>а", "ä", "漢"], (await Warcs.SamplesAsync(warc.Build())).Select(s => s.Text));
    }

    [Fact]
    public async Task Statuses_media_types_and_kinds_are_chosen()
    {
        var warc = new WarcBuilder()
            .Response("http://a.example/gone", "gone"u8.ToArray(), status: 404)
            .Response("http://a.example/a.png", [1, 2, 3], "image/png")
            .Record("conversion", "text/plain", "plain"u8.ToArray())
            .Record("revisit", "application/http; msgtype=response", "HTTP/1.1 304 Not Modified\r\n\r\n"u8.ToArray(), "WARC-Refers-To: <urn:a>\r\n");
        var file = warc.Build();

        Assert.Equal(["plain"], (await Warcs.SamplesAsync(file)).Select(s => s.Text));
        var all = await Warcs.SamplesAsync(file, o => o with { Statuses = [], MediaTypes = ["*/*"], Records = ["response", "conversion", "revisit"] });
        Assert.Equal(["gone", "", "plain", ""], all.Select(s => s.Text));
        Assert.Equal([1, 2, 3], (byte[])all[1].Meta["payload"]!);
        Assert.Equal("urn:a", all[3].Meta["refers_to"]);
    }

    [Fact]
    public async Task Malformed_bodies_are_dead_letters_that_say_where()
    {
        var warc = new WarcBuilder(WarcPacking.Gzip)
            .Response("http://a.example/bad", [0x1F, 0x8B, 8, 0, 0, 0, 0], "text/html", "Content-Encoding: gzip\r\n")
            .Record("response", "application/http", "no http"u8.ToArray())
            .Response("http://a.example/bomb", WarcBuilder.Gzip(new byte[1 << 20]), "text/html", "Content-Encoding: gzip\r\n")
            .Response("http://a.example/good", "good"u8.ToArray());

        var batches = await Warcs.ReadAsync(warc.Build(), o => o with { MaxBodyBytes = new(1 << 16) });

        var letters = batches.SelectMany(b => b.Batch.DeadLetters).ToList();
        Assert.Equal(warc.Offsets[..3], letters.Select(l => l.Lineage.Position));
        Assert.Contains("http://a.example/bad", letters[0].Error, StringComparison.Ordinal);
        Assert.Equal("no http"u8, letters[1].Payload.Span);
        Assert.Equal("good", Assert.Single(batches.SelectMany(b => b.Batch.Samples)).Text);
    }

    [Theory]
    [InlineData(WarcPacking.Plain)]
    [InlineData(WarcPacking.Gzip)]
    [InlineData(WarcPacking.Zstd)]
    [InlineData(WarcPacking.WholeGzip)]
    [InlineData(WarcPacking.WholeZstd)]
    public async Task Reading_goes_on_at_every_border_of_a_batch(WarcPacking packing)
    {
        var file = WarcReaderTests.Pages(packing, 40).Raw("garbage\r\n\r\n"u8.ToArray()).Response("http://a.example/last", "last").Build();
        var all = await Warcs.ReadAsync(file, batchSamples: 7);

        Assert.Equal(file.Length, all[^1].To);
        Assert.True(all[^1].IsLastOfSplit);
        for (var i = 0; i < all.Count; i++)
        {
            Assert.Equal(i == 0 ? 0 : all[i - 1].To, all[i].From);
            var rest = await Warcs.ReadAsync(file, from: all[i].From, batchSamples: 7);
            Assert.Equal(all.Skip(i).Select(Say), rest.Select(Say));
        }

        Assert.Empty(await Warcs.ReadAsync(file, from: file.Length));
    }

    [Fact]
    public async Task A_file_that_shrank_stops_the_run()
    {
        var fault = await Assert.ThrowsAsync<SourceFaultException>(() => Warcs.ReadAsync(new WarcBuilder().Response("http://a.example/", "x").Build(), from: 100_000));

        Assert.Contains("replaced", fault.Message, StringComparison.Ordinal);
        Assert.Single((await Warcs.ReadAsync([], o => o with { OnBadFile = BadFileAction.Skip }, from: 5)).SelectMany(b => b.Batch.DeadLetters));
    }

    private static string Say(SourceBatch batch) =>
        $"{batch.From} {batch.To} {batch.IsLastOfSplit} {string.Join(' ', batch.Batch.Samples.Select(s => s.Id + s.Text.Length))} {string.Join(' ', batch.Batch.DeadLetters.Select(l => l.Error))}";
}
