using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Streaming.Kafka.Reading.Values;

namespace Streaming.Kafka.Reading;

/// <summary>Options of <see cref="KafkaSource"/>.</summary>
internal sealed record KafkaSourceOptions : KafkaSettings
{
    private static readonly Dictionary<string, string> _reserved = new()
    {
        ["bootstrap.servers"] = "use the option bootstrap_servers",
        ["group.id"] = "use the option group_id",
        ["group.instance.id"] = "use the option group_instance_id",
        ["group.protocol"] = "use the option group_protocol",
        ["isolation.level"] = "use the option isolation",
        ["auto.offset.reset"] = "positions come from the table; where there is none, the option start decides",
        ["enable.auto.commit"] = "offsets are committed to the group after each epoch, for lag tools only",
        ["enable.auto.offset.store"] = "offsets are committed to the group after each epoch, for lag tools only",
        ["enable.partition.eof"] = "the source needs it",
    };

    /// <summary>Topics. One that begins with <c>^</c> is a regular expression: topics that match it later are picked up as well.</summary>
    [MinLength(1)]
    public required IReadOnlyList<string> Topics { get; init; }

    /// <summary>The consumer group: workers of the same pipeline share the partitions. Another pipeline needs another group.</summary>
    public required string GroupId { get; init; }

    /// <summary>How the group agrees on who reads what: <c>classic</c> (cooperative, any broker) or <c>consumer</c> (KIP-848, brokers from 4.0 on).</summary>
    public GroupProtocol GroupProtocol { get; init; }

    /// <summary>A name of this worker, unique in its group: a worker that comes back under its name within the session timeout gets its partitions back without a rebalance. Empty: none.</summary>
    public string GroupInstanceId { get; init; } = "";

    /// <summary>
    /// Where partitions start that the table has no position of: <c>earliest</c>, <c>latest</c> (what comes after the table was made), or a point in time
    /// (<c>2026-01-31T12:00:00Z</c>). Once the table has a position, it alone counts.
    /// </summary>
    public string Start { get; init; } = "earliest";

    /// <summary>Offsets that take precedence over <c>start</c>, by partition: <c>{ "pages/0": 1200 }</c>.</summary>
    public IReadOnlyDictionary<string, long> StartOffsets { get; init; } = new Dictionary<string, long>();

    /// <summary>What a message's value is.</summary>
    public KafkaValue Value { get; init; } = KafkaValue.Json;

    /// <summary>
    /// <c>value: json</c>: column → path in the value, fields of nested objects separated by dots. A column of type string takes any value that is no string as its JSON.
    /// <c>value: arrow</c> and <c>parquet</c>: member or column → column of the message; members may be <c>images</c>, <c>messages</c> and so on as well.
    /// </summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string> { ["text"] = "text" };

    /// <summary>
    /// Types of columns that are no strings. <c>value: json</c>: <c>int64</c>, <c>float64</c>, <c>bool</c>. <c>value: arrow</c> and <c>parquet</c>: any type, such as
    /// <c>binary</c> or <c>list&lt;int32&gt;</c>; a message whose column is of another type is a dead letter.
    /// </summary>
    public IReadOnlyDictionary<string, string> Types { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// <c>value: arrow</c> and <c>parquet</c>: what the samples of one message may come to in memory. A larger message is a dead letter. What Parquet unfolds to is judged by
    /// its footer before it is read.
    /// </summary>
    [Range(1 << 10, 1 << 30)]
    public ByteSize MaxDecodedSize { get; init; } = ByteSize.MiB(64);

    /// <summary><c>value: bytes</c>: where the value goes: <c>images</c>, <c>audios</c>, <c>videos</c>, or the name of a binary column.</summary>
    public string Into { get; init; } = "images";

    /// <summary>
    /// What a sample's id is, unless <c>columns</c> names one: the message's key (where there is none, a hash of its position) or always that hash. Where a message holds many
    /// samples, the row's number is added: <c>key/0</c>, <c>key/1</c>…
    /// </summary>
    public KafkaId Id { get; init; }

    /// <summary>Column → name of the header that it takes (UTF-8; the last one of that name).</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The column that takes the message's timestamp in milliseconds since 1970 (int64). Empty: none.</summary>
    public string TimestampColumn { get; init; } = "";

    /// <summary>Whether messages of open and aborted transactions are left out.</summary>
    public KafkaIsolation Isolation { get; init; }

    /// <summary>What happens where records are gone that were not read yet (retention, a topic that was made anew).</summary>
    public DataLossAction OnDataLoss { get; init; }

    /// <summary>How long no broker may be reachable before the run stops.</summary>
    [Range(1, 86_400)]
    public TimeSpan BrokerTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long an open epoch may take to be committed when the group takes partitions away; after that it is abandoned, and read again by their next owner.</summary>
    [Range(1, 3_600)]
    public TimeSpan RevokeTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, string> Reserved => _reserved;

    /// <summary>The point in time that <see cref="Start"/> names, or null.</summary>
    public DateTimeOffset? StartTime =>
        DateTimeOffset.TryParse(Start, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate(string baseFolder)
    {
        foreach (var problem in base.Validate(baseFolder))
        {
            yield return problem;
        }

        if (Start is not ("earliest" or "latest") && StartTime is null)
        {
            yield return new("start", $"'{Start}' is neither earliest, latest nor a time such as 2026-01-31T12:00:00Z");
        }

        foreach (var (name, offset) in StartOffsets.Where(s => s.Value < 0 || !TopicSplit.IsName(s.Key)))
        {
            yield return new("start_offsets", $"'{name}: {offset}' is no offset of a partition, such as 'pages/0: 1200'");
        }

        foreach (var problem in ColumnProblems())
        {
            yield return problem;
        }
    }

    /// <summary>Makes samples of messages that hold many; null: a message is a sample.</summary>
    /// <exception cref="BadInputException">The columns or types do not fit.</exception>
    public IRowReader? OpenRows() => Value is KafkaValue.Arrow or KafkaValue.Parquet
        ? RowFormats.Find(Value == KafkaValue.Arrow ? "arrow" : "parquet").Open(Columns, Types, MaxDecodedSize.Bytes)
        : null;

    private IEnumerable<OptionProblem> ColumnProblems()
    {
        foreach (var name in Types.Keys.Where(n => !Columns.ContainsKey(n)))
        {
            yield return new("types", $"'{name}' is not among the columns");
        }

        foreach (var problem in OpenRowsProblem() is { } rows ? [rows] : JsonProblems())
        {
            yield return problem;
        }

        var added = Headers.Keys.Append(TimestampColumn).Where(n => n.Length > 0).ToList();
        foreach (var name in added.Where(n => KnownColumns.IsMember(n) || (Value is not (KafkaValue.Text or KafkaValue.Bytes) && Columns.ContainsKey(n))))
        {
            yield return new(null, $"the column '{name}' is taken already");
        }
    }

    private OptionProblem? OpenRowsProblem()
    {
        try
        {
            OpenRows();
            return null;
        }
        catch (BadInputException e)
        {
            return new("columns", e.Message);
        }
    }

    private IEnumerable<OptionProblem> JsonProblems()
    {
        if (Value is KafkaValue.Arrow or KafkaValue.Parquet)
        {
            yield break;
        }

        foreach (var name in Columns.Keys.Where(n => KnownColumns.IsMember(n) && n is not (KnownColumns.Id or KnownColumns.Text)))
        {
            yield return new("columns", $"'{name}' cannot be taken from JSON: only id, text and columns of your own can");
        }

        foreach (var (name, type) in Types.Where(t => JsonColumn.TypeOf(t.Value) is null))
        {
            yield return new("types", $"'{type}' of '{name}' is none of string, int64, float64, bool");
        }
    }
}

/// <summary>How a group agrees.</summary>
internal enum GroupProtocol
{
    /// <summary>By its members, cooperatively.</summary>
    Classic,

    /// <summary>By the broker (KIP-848).</summary>
    Consumer,
}

/// <summary>What a value is.</summary>
internal enum KafkaValue
{
    /// <summary>An object whose fields become columns.</summary>
    Json,

    /// <summary>UTF-8, the sample's text.</summary>
    Text,

    /// <summary>An image, a sound, a film, or anything else.</summary>
    Bytes,

    /// <summary>A table in Arrow's IPC format (stream or file), one sample a row.</summary>
    Arrow,

    /// <summary>A Parquet file, one sample a row.</summary>
    Parquet,
}

/// <summary>What a sample's id is.</summary>
internal enum KafkaId
{
    /// <summary>The message's key.</summary>
    Key,

    /// <summary>A hash of topic, partition and offset.</summary>
    Position,
}

/// <summary>Which messages of transactions are seen.</summary>
internal enum KafkaIsolation
{
    /// <summary>Those of committed ones.</summary>
    ReadCommitted,

    /// <summary>All.</summary>
    ReadUncommitted,
}

/// <summary>What happens where records are gone.</summary>
internal enum DataLossAction
{
    /// <summary>The run stops and names the range.</summary>
    Stop,

    /// <summary>The range is passed over, counted (<c>lost_records</c>), and kept as a dead letter without a payload.</summary>
    Skip,
}
