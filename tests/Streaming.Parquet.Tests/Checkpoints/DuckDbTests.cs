using DuckDB.NET.Data;
using Streaming.Parquet.Checkpoints;

namespace Streaming.Parquet.Tests.Checkpoints;

public sealed class DuckDbTests
{
    [Fact]
    public async Task A_reader_that_shares_no_code_with_the_writer_sees_the_same_checkpoint()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, await new ParquetCheckpointFormat().WriteAsync(Logs.All, default));
            Assert.Equal(["z.parquet 10 {\"numRecords\":1} 1", "a%20b%25/%C3%A9.parquet 9223372036854775807 - -", "m.parquet 0 - -"], await QueryAsync(
                $"select add.path || ' ' || add.size || ' ' || coalesce(add.stats, '-') || ' ' || coalesce(add.tags['epoch'], '-') from read_parquet('{file}') where add is not null"));
            Assert.Equal(["docs/web/a 41", "docs/web/b c 9223372036854775807"], await QueryAsync($"select txn.appId || ' ' || txn.version from read_parquet('{file}') where txn.appId is not null"));
            Assert.Equal(["1 2 parquet 0"], await QueryAsync(
                $"select max(protocol.minReaderVersion) || ' ' || max(protocol.minWriterVersion) || ' ' || max(metaData.format.provider) || ' ' || max(len(metaData.partitionColumns)) from read_parquet('{file}')"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<List<string>> QueryAsync(string sql)
    {
        await using var connection = new DuckDBConnection("Data Source=:memory:");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        var rows = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
