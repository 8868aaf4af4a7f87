using Confluent.Kafka;

namespace Streaming.Kafka.Tests.Reading;

/// <summary>What becomes of a message's value, key, headers and timestamp.</summary>
[Collection(SecondBrokerTests.Name)]
public sealed class ValueTests(SharedBroker shared)
{
    private static readonly byte[] _picture = [0xFF, 0xD8, 0x00, 0xFF];

    [SkippableFact]
    public async Task Values_are_text_or_media_or_a_binary_column_and_what_is_no_text_becomes_a_dead_letter()
    {
        var broker = await shared.GetAsync();
        await broker.CreateAsync("values", 1, "retention.ms=-1");
        Pages.Send(broker.Bootstrap, "values", (0, Messages()[0]), (0, Messages()[1]), (0, Messages()[2]), (0, Messages()[3]));

        using var text = await ReadAsync(broker, "value: text, headers: { language: lang }, timestamp_column: sent");
        Assert.Equal([["a", "héllo\0w", "de", 1_700_000_000_000L], ["ff00", "plain", null, 1_700_000_000_002L]], text.Query("id, text, language, sent"));
        var letter = Assert.Single(text.Query("hex(payload), error, lineage.position", "letters"));
        Assert.Equal((Convert.ToHexString(_picture), 1L), ((string)letter[0]!, (long)letter[2]!));
        Assert.StartsWith("topic values, partition 0, offset 1: ", (string)letter[1]!, StringComparison.Ordinal);

        using var images = await ReadAsync(broker, "value: bytes");
        var rows = images.Query("id, hex(images[1].bytes), len(images)");
        Assert.Equal([Convert.ToHexString(Pages.Bytes("héllo\0w")), Convert.ToHexString(_picture), Convert.ToHexString(Pages.Bytes("plain"))], rows.Select(r => (string)r[1]!));
        Assert.All(rows, r => Assert.Equal(1L, r[2]));
        Assert.Matches("^[0-9a-f]{32}$", (string)rows[1][0]!);

        using var raw = await ReadAsync(broker, "value: bytes, into: payload, id: position");
        Assert.Equal(Convert.ToHexString(_picture), raw.Query("hex(payload)")[1][0]);
        Assert.Equal(3, raw.Ids().Where(id => id.Length == 32).Distinct().Count());
    }

    // A key that is text, none, one that is no text, and a tombstone.
    private static Message<byte[]?, byte[]?>[] Messages() =>
    [
        new() { Key = Pages.Bytes("a"), Value = Pages.Bytes("héllo\0w"), Timestamp = new(1_700_000_000_000, TimestampType.CreateTime), Headers = [new Header("lang", Pages.Bytes("en")), new Header("lang", Pages.Bytes("de"))] },
        new() { Value = _picture, Timestamp = new(1_700_000_000_001, TimestampType.CreateTime) },
        new() { Key = [0xFF, 0x00], Value = Pages.Bytes("plain"), Timestamp = new(1_700_000_000_002, TimestampType.CreateTime) },
        new() { Key = Pages.Bytes("a"), Timestamp = new(1_700_000_000_003, TimestampType.CreateTime) },
    ];

    private static async Task<PageTable> ReadAsync(RealBroker broker, string options)
    {
        var table = PageTable.For(broker.Bootstrap, "values", options);
        await using var worker = Worker.Run(table.Topology, "--stop-at", "end");
        var (code, report) = await worker.EndAsync();
        Assert.True(code == 0, worker.Errors);
        Assert.Equal(1, (long)report["sources"]![0]!["counts"]!["tombstones"]!);
        return table;
    }
}
