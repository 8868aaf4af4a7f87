using Streaming.Tables;

namespace Streaming.Kafka.Sink.Records;

/// <summary>Staged messages: what will be sent, ready to be sent, so that delivering again sends the same bytes.</summary>
internal sealed class RecordFormat(KafkaSinkOptions options) : IShardFormat
{
    public string Extension => ".records";

    public RowSchema Store(RowSchema schema)
    {
        var columns = options.Value == ValueFormat.Json ? options.Headers : [options.ValueColumn, .. options.Headers];
        foreach (var name in columns.Concat(options.Key is { } key ? [key] : []).Where(c => c != KnownColumns.Id && schema.Find(c) is null))
        {
            throw new BadInputException($"There is no column '{name}' for the messages of topic '{options.Topic}'; the samples have: {string.Join(", ", schema.Columns.Select(c => c.Name))}.");
        }

        CheckValue(schema.Find(options.ValueColumn)?.Type);
        return DeltaSchema.StoreAs(schema);
    }

    public IShardWriter Create(Stream file, RowSchema schema, ShardLimits limits) => new RecordWriter(file, new(options, schema), options);

    private void CheckValue(ColumnType? type)
    {
        var fits = options.Value switch
        {
            ValueFormat.Text => type == ColumnType.String,
            ValueFormat.Bytes => type == ColumnType.Binary || Equals(type, KnownColumns.MediaType),
            _ => true,
        };
        if (!fits)
        {
            throw new BadInputException($"Column '{options.ValueColumn}' is of type {type}, which 'value: {(options.Value == ValueFormat.Text ? "text" : "bytes")}' cannot send to topic '{options.Topic}'.");
        }
    }
}
