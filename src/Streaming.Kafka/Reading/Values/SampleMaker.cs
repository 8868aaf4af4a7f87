using System.Text;
using System.Text.Json;

namespace Streaming.Kafka.Reading.Values;

/// <summary>Makes samples of records, and dead letters of those that cannot be read.</summary>
internal sealed class SampleMaker
{
    private readonly KafkaSourceOptions _options;
    private readonly SourceContext _context;
    private readonly SourceTally _tally;
    private readonly JsonObjectReader? _json;
    private readonly IReadOnlyList<JsonColumn> _columns = [];
    private readonly IRowReader? _rows;
    private readonly string[] _meta;
    private readonly string[] _envelope;

    public SampleMaker(KafkaSourceOptions options, SourceContext context, SourceTally tally)
    {
        (_options, _context, _tally) = (options, context, tally);
        if (options.Value == KafkaValue.Json)
        {
            _columns = [.. options.Columns.Select(c => new JsonColumn(c.Key, c.Value, JsonColumn.TypeOf(options.Types.GetValueOrDefault(c.Key, "string"))!))];
            _json = new(_columns);
        }

        _rows = options.OpenRows();
        _envelope = [.. options.Headers.Keys, .. options.TimestampColumn.Length > 0 ? [options.TimestampColumn] : Array.Empty<string>()];
        Schema = Describe();
        _meta = [.. Schema.Columns.Select(c => c.Name).Where(n => !KnownColumns.IsMember(n))];
    }

    /// <summary>The columns of the samples.</summary>
    public RowSchema Schema { get; }

    /// <summary>Whether a message is a table of many samples.</summary>
    public bool HasTables => _rows is not null;

    /// <summary>Makes batches, and gives the block's memory back. Where a message holds many samples, they are all in one batch: an epoch cannot end among them.</summary>
    public IEnumerable<SourceBatch> Make(RecordBlock block)
    {
        var split = TopicSplit.Of(_context.Name, block.Partition);
        if (block.Loss is { } loss)
        {
            yield return Bury(split, new(block.From, block.To, loss));
            yield break;
        }

        var (batch, from, bytes, stored) = (new SampleBatch(), block.From, 0L, 0L);
        try
        {
            foreach (var record in block.Records)
            {
                bytes += Add(record, split, block, batch);
                stored += record.Value.Length + record.Key.Length;
                if (_rows is not null && (batch.Samples.Count >= _context.BatchSamples || bytes >= _context.BatchBytes))
                {
                    yield return new(split, from, record.Offset + 1, batch, stored);
                    (batch, from, bytes, stored) = (new(), record.Offset + 1, 0, 0);
                }
            }
        }
        finally
        {
            block.Return();
        }

        if (block.To > from)
        {
            yield return new(split, from, block.To, batch, stored);
        }
    }

    // Gives what a message of many samples came to; the size of others is known before.
    private long Add(in RawRecord record, SplitId split, RecordBlock block, SampleBatch batch)
    {
        if (record.Value.IsNull)
        {
            _tally.SkippedTombstone();
            return 0;
        }

        try
        {
            if (_rows is null)
            {
                batch.Samples.Add(Make(record, split));
                return 0;
            }

            var samples = MakeRows(record, split);
            batch.Samples.AddRange(samples);
            return samples.Sum(s => s.EstimateBytes());
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or DecoderFallbackException or InvalidOperationException)
        {
            batch.DeadLetters.Add(Bury(record, split, block, e));
            return record.Value.Length;
        }
    }

    private IReadOnlyList<Sample> MakeRows(in RawRecord record, SplitId split)
    {
        var key = _options.Id == KafkaId.Position || record.Key.Length == 0 ? null : KeyText(record.Key.Span);
        var samples = _rows!.Read(record.Value.Memory, new(split, record.Offset, _context.Run, key));
        var envelope = new object?[_meta.Length];
        AddEnvelope(record, envelope);
        var added = _envelope.Select(n => (Name: n, Value: envelope[Array.IndexOf(_meta, n)])).ToList();
        foreach (var sample in samples)
        {
            foreach (var (name, value) in added)
            {
                sample.Meta[name] = value;
            }
        }

        return samples;
    }

    /// <summary>A dead letter in the place of records that are gone: one, however many they were.</summary>
    public SourceBatch Bury(SplitId split, DataLoss loss)
    {
        _tally.Lost(loss.Records);
        var batch = new SampleBatch();
        batch.DeadLetters.Add(new(ReadOnlyMemory<byte>.Empty, loss.Message, _context.Name, null, new(split, loss.From, [], _context.Run)));
        return new(split, loss.From, loss.To, batch) { IsSparse = true };
    }

    private Sample Make(in RawRecord record, SplitId split)
    {
        var values = new object?[_meta.Length];
        string? id = null;
        var text = "";
        IReadOnlyList<Media> media = [];
        switch (_options.Value)
        {
            case KafkaValue.Json:
                (id, text) = ReadJson(record, values);
                break;
            case KafkaValue.Text:
                text = StrictUtf8.Decode(record.Value.Span);
                break;
            case KafkaValue.Bytes when KnownColumns.IsMember(_options.Into):
                media = [new(record.Value.Span.ToArray(), null)];
                break;
            default:
                Put(values, _options.Into, record.Value.Span.ToArray());
                break;
        }

        AddEnvelope(record, values);
        return new()
        {
            Id = id ?? IdOf(record, split),
            Text = text,
            Images = _options.Into == KnownColumns.Images ? media : [],
            Audios = _options.Into == KnownColumns.Audios ? media : [],
            Videos = _options.Into == KnownColumns.Videos ? media : [],
            Meta = new(_meta, values),
            Lineage = new(split, record.Offset, [], _context.Run),
        };
    }

    private (string? Id, string Text) ReadJson(in RawRecord record, object?[] values)
    {
        string? id = null;
        var text = "";
        var read = _json!.Read(record.Value.Span);
        for (var i = 0; i < read.Length; i++)
        {
            switch (_columns[i].Name)
            {
                case KnownColumns.Id:
                    id = read[i] as string;
                    break;
                case KnownColumns.Text:
                    text = read[i] as string ?? "";
                    break;
                default:
                    Put(values, _columns[i].Name, read[i]);
                    break;
            }
        }

        return (id, text);
    }

    private void AddEnvelope(in RawRecord record, object?[] values)
    {
        if (_options.TimestampColumn.Length > 0)
        {
            Put(values, _options.TimestampColumn, record.TimestampMs);
        }

        foreach (var (column, header) in _options.Headers)
        {
            if (record.Headers is not null && record.Headers.TryGetLastBytes(header, out var bytes) && bytes is not null)
            {
                Put(values, column, StrictUtf8.Decode(bytes));
            }
        }
    }

    private void Put(object?[] values, string column, object? value) => values[Array.IndexOf(_meta, column)] = value;

    private string IdOf(in RawRecord record, SplitId split) =>
        _options.Id == KafkaId.Position || record.Key.Length == 0 ? SampleId.Of(split, record.Offset) : KeyText(record.Key.Span);

    private static string KeyText(ReadOnlySpan<byte> key) =>
        System.Text.Unicode.Utf8.IsValid(key) ? Encoding.UTF8.GetString(key) : Convert.ToHexStringLower(key);

    private DeadLetter Bury(in RawRecord record, SplitId split, RecordBlock block, Exception e) => new(
        record.Value.Span.ToArray(),
        $"topic {block.Partition.Topic}, partition {block.Partition.Partition.Value}, offset {record.Offset}: {e.Message}",
        _context.Name,
        e.ToString(),
        new(split, record.Offset, [], _context.Run));

    private RowSchema Describe()
    {
        var schema = _rows?.Schema ?? RowSchema.Text;
        foreach (var column in _columns.Where(c => !KnownColumns.IsMember(c.Name)))
        {
            schema = schema.With(new(column.Name, column.Type));
        }

        if (_options.Value == KafkaValue.Bytes)
        {
            schema = schema.With(new(_options.Into, KnownColumns.IsMember(_options.Into) ? KnownColumns.MediaType : ColumnType.Binary));
        }

        schema = _options.Headers.Keys.Aggregate(schema, (s, name) => s.With(new(name, ColumnType.String)));
        return _options.TimestampColumn.Length > 0 ? schema.With(new(_options.TimestampColumn, ColumnType.Int64)) : schema;
    }
}
