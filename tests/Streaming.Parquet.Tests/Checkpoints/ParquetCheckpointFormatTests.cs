using ParquetSharp;
using Streaming.Operators;
using Streaming.Parquet.Checkpoints;
using Streaming.Tables;

namespace Streaming.Parquet.Tests.Checkpoints;

public sealed class ParquetCheckpointFormatTests
{
    private readonly ParquetCheckpointFormat _format = new();

    [Fact]
    public async Task Every_action_is_read_back_in_order()
    {
        var file = await _format.WriteAsync(Logs.All, default);
        Assert.Equal(Logs.All.Select(Logs.Describe), (await Logs.ReadAsync(file)).Select(Logs.Describe));
    }

    [Fact]
    public async Task The_same_actions_give_the_same_bytes() =>
        Assert.Equal(await _format.WriteAsync(Logs.All, default), await _format.WriteAsync(Logs.All, default));

    [Fact]
    public async Task Its_own_files_are_known_to_keep_the_order() =>
        Assert.True(await _format.IsInLogOrderAsync(new MemoryStream(await _format.WriteAsync(Logs.All, default)), default));

    [Fact]
    public async Task Many_row_groups_keep_the_order()
    {
        LogAction[] many = [ProtocolAction.Current, Logs.Metadata, .. Enumerable.Range(0, 70_000).Select(i => Logs.Add($"{i * 7919 % 70_000}.parquet") with { DataChange = false })];
        Assert.Equal(many.OfType<AddAction>().Select(a => a.Path), (await Logs.ReadAsync(await _format.WriteAsync(many, default))).OfType<AddAction>().Select(a => a.Path));
    }

    [Fact]
    public async Task The_columns_are_the_protocols()
    {
        using var reader = new ParquetFileReader(new MemoryStream(await _format.WriteAsync(Logs.All, default)));
        var schema = reader.FileMetaData.Schema;
        Assert.Equal(
        [
            "txn.appId: ByteArray String", "txn.version: Int64 None", "txn.lastUpdated: Int64 None",
            "add.path: ByteArray String", "add.partitionValues.key_value.key: ByteArray String", "add.partitionValues.key_value.value: ByteArray String", "add.size: Int64 None",
            "add.modificationTime: Int64 None", "add.dataChange: Boolean None", "add.stats: ByteArray String", "add.tags.key_value.key: ByteArray String", "add.tags.key_value.value: ByteArray String",
            "remove.path: ByteArray String", "remove.deletionTimestamp: Int64 None", "remove.dataChange: Boolean None", "remove.extendedFileMetadata: Boolean None",
            "remove.partitionValues.key_value.key: ByteArray String", "remove.partitionValues.key_value.value: ByteArray String", "remove.size: Int64 None",
            "metaData.id: ByteArray String", "metaData.name: ByteArray String", "metaData.description: ByteArray String", "metaData.format.provider: ByteArray String",
            "metaData.format.options.key_value.key: ByteArray String", "metaData.format.options.key_value.value: ByteArray String", "metaData.schemaString: ByteArray String",
            "metaData.partitionColumns.list.element: ByteArray String", "metaData.createdTime: Int64 None",
            "metaData.configuration.key_value.key: ByteArray String", "metaData.configuration.key_value.value: ByteArray String",
            "protocol.minReaderVersion: Int32 None", "protocol.minWriterVersion: Int32 None",
        ],
            Enumerable.Range(0, schema.NumColumns).Select(schema.Column).Select(c => $"{c.Path.ToDotString()}: {c.PhysicalType} {c.LogicalType.Type}"));
    }

    [Fact]
    public async Task A_damaged_file_is_refused()
    {
        var file = await _format.WriteAsync(Logs.All, default);
        foreach (var damaged in (byte[][])[[], [1, 2, 3], file[..^100], [.. file[..40], .. new byte[200], .. file[240..]]])
        {
            await Assert.ThrowsAsync<BadInputException>(() => Logs.ReadAsync(damaged));
        }
    }

    [Fact]
    public async Task A_flipped_bit_of_a_value_is_seen()
    {
        var file = await _format.WriteAsync(Logs.All, default);
        file[file.AsSpan().IndexOf("docs/web/a"u8) + 9] ^= 2;
        await Assert.ThrowsAsync<BadInputException>(() => Logs.ReadAsync(file));
    }

    [Fact]
    public async Task A_flipped_bit_anywhere_is_refused_or_harmless()
    {
        var random = new Random(17);
        var file = await _format.WriteAsync(Logs.All, default);
        for (var i = 0; i < 300; i++)
        {
            var damaged = file.ToArray();
            damaged[random.Next(file.Length)] ^= (byte)(1 << random.Next(8));
            var error = await Record.ExceptionAsync(() => Logs.ReadAsync(damaged));
            Assert.True(error is null or BadInputException, error?.ToString());
        }
    }

    [Fact]
    public async Task A_path_that_leaves_the_table_is_refused()
    {
        var error = await Assert.ThrowsAsync<BadInputException>(() => Logs.ReadAsync(ForeignCheckpoint.Of(("a.parquet", 1), ("..%2Fpasswd", 1))));
        Assert.Contains("is refused", error.Message, StringComparison.Ordinal);
    }
}
