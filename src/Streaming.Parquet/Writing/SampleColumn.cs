using Streaming.Tables;

namespace Streaming.Parquet.Writing;

/// <summary>A column of a shard: takes its value out of each sample.</summary>
/// <param name="Column">The column as stored.</param>
/// <param name="Builder">Where its values go.</param>
/// <param name="Take">Appends a sample's value to the builder.</param>
internal sealed record SampleColumn(Column Column, ColumnBuilder Builder, Action<Sample> Take)
{
    /// <summary>The columns of a schema that can be stored.</summary>
    public static SampleColumn[] Of(RowSchema schema) => [.. DeltaSchema.StoreAs(schema).Columns.Select(stored => Of(schema.Find(stored.Name)!, stored))];

    private static SampleColumn Of(Column logical, Column stored)
    {
        var builder = ColumnBuilders.Of(logical.Type, stored.Type);
        return new(stored, builder, Taker(logical, builder));
    }

    private static Action<Sample> Taker(Column column, ColumnBuilder builder) => column.Name switch
    {
        KnownColumns.Id => s => ((TextBuilder)builder).AppendText(s.Id),
        KnownColumns.Text => s => ((TextBuilder)builder).AppendText(s.Text),
        KnownColumns.Images => MediaTaker(builder, s => s.Images),
        KnownColumns.Audios => MediaTaker(builder, s => s.Audios),
        KnownColumns.Videos => MediaTaker(builder, s => s.Videos),
        KnownColumns.Messages => s => builder.Append(s.Messages.Select(m => new object?[] { m.Role, m.Content })),
        KnownColumns.Stats => StatsTaker((StructType)column.Type, (StructBuilder)builder),
        KnownColumns.Lineage => s => builder.Append(Values(s.Lineage)),
        var name => s => builder.Append(s.Meta[name]),
    };

    private static Action<Sample> MediaTaker(ColumnBuilder builder, Func<Sample, IReadOnlyList<Media>> of) =>
        s => builder.Append(of(s).Select(m => new object?[] { m.Bytes is { } bytes ? (object)bytes : null, m.Path }));

    private static Action<Sample> StatsTaker(StructType type, StructBuilder builder)
    {
        var fields = type.Fields.Select(f => (f.Name, Builder: builder.Field(f.Name))).Where(f => f.Builder is not null).ToArray();
        return sample =>
        {
            foreach (var (name, field) in fields)
            {
                field!.Append(sample.Stats[name]);
            }

            builder.EndStruct();
        };
    }

    private static object?[] Values(Lineage lineage) => [lineage.Split.Source, lineage.Split.Name, Columns.Boxes.Of(lineage.Position), lineage.Parents, lineage.Run];
}
