using System.ComponentModel.DataAnnotations;

namespace Streaming.Kafka.Sink;

/// <summary>Options of <see cref="KafkaSink"/>.</summary>
internal sealed record KafkaSinkOptions : KafkaSettings
{
    private static readonly Dictionary<string, string> _reserved = new()
    {
        ["bootstrap.servers"] = "give 'bootstrap_servers'",
        ["transactional.id"] = "it is made of the pipeline, the sink and the table, so that whoever goes on fences who was there before",
        ["group.id"] = "it is made of the pipeline, the sink and the table: the marker of what was delivered lies there",
        ["enable.idempotence"] = "the sink is always idempotent",
        ["acks"] = "a transaction needs all",
        ["isolation.level"] = "the marker must be read as committed",
        ["transaction.timeout.ms"] = "give 'transaction_timeout'",
        ["compression.type"] = "give 'compression'",
        ["message.max.bytes"] = "give 'max_message_size'",
    };

    /// <summary>The topic. It must be there, unless the brokers make topics on first use.</summary>
    public required string Topic { get; init; }

    /// <summary>
    /// The folder in which an epoch's samples wait, from its commit until they are in the topic. Where the sink is the topology's first, its commits lie there as well:
    /// workers of one pipeline share it.
    /// </summary>
    public required string Path { get; init; }

    /// <summary>What a message's value is: the sample's columns as a JSON object, or one column as text or bytes.</summary>
    public ValueFormat Value { get; init; }

    /// <summary>The column that <c>value: text</c> and <c>value: bytes</c> take. A sample without it gives a message without a value. For media the first one's bytes.</summary>
    public string ValueColumn { get; init; } = KnownColumns.Text;

    /// <summary>The column that is the message's key, as text; messages of one key keep their order. null: no key.</summary>
    public string? Key { get; init; } = KnownColumns.Id;

    /// <summary>Columns that become headers of the same names, as text.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>How batches of messages are compressed.</summary>
    public Compression Compression { get; init; } = Compression.Zstd;

    /// <summary>The largest message that is sent; a larger one stops the run before its epoch is committed. The topic's <c>max.message.bytes</c> must allow it.</summary>
    [Range(1_000, 1_000_000_000)]
    public ByteSize MaxMessageSize { get; init; } = new(1_000_000);

    /// <summary>An epoch is one transaction, and must be through in this time. The brokers' <c>transaction.max.timeout.ms</c> (15 minutes unless set) must allow it.</summary>
    [Range(1, 3600)]
    public TimeSpan TransactionTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long brokers may be away while an epoch is delivered; then the run stops, and the next one delivers it.</summary>
    [Range(1, 86400)]
    public TimeSpan DeliveryTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, string> Reserved => _reserved;

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate(string baseFolder) =>
        Embedded
            ? [.. base.Validate(baseFolder), new("embedded", "an embedded broker knows no transactions: what is delivered again after a failure is there twice") { IsWarning = true }]
            : base.Validate(baseFolder);
}

/// <summary>What a message's value is.</summary>
internal enum ValueFormat
{
    /// <summary>The sample's columns as one JSON object, as the <c>jsonl</c> sink writes them.</summary>
    Json,

    /// <summary>A text column, in UTF-8.</summary>
    Text,

    /// <summary>A column of bytes, or the first of its media.</summary>
    Bytes,
}

/// <summary>The compressors that Kafka knows.</summary>
internal enum Compression
{
    /// <summary>None.</summary>
    None,

    /// <summary>gzip.</summary>
    Gzip,

    /// <summary>Snappy.</summary>
    Snappy,

    /// <summary>LZ4.</summary>
    Lz4,

    /// <summary>Zstandard.</summary>
    Zstd,
}
