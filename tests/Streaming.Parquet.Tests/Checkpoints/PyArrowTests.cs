using Streaming.Parquet.Checkpoints;
using Streaming.Testing;

namespace Streaming.Parquet.Tests.Checkpoints;

public sealed class PyArrowTests
{
    private const string Script = """
        import sys, pyarrow.parquet as pq
        for row in pq.read_table(sys.argv[1]).to_pylist():
            for kind, action in row.items():
                if action is not None:
                    print(kind, '|'.join(f'{k}={v}' for k, v in action.items()))
        """;

    [SkippableFact]
    public async Task Pyarrow_reads_what_is_in_a_checkpoint()
    {
        var (python, why) = await PyArrow.PythonAsync();
        Skip.If(python is null, why);
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, await new ParquetCheckpointFormat().WriteAsync(Logs.All, default));
            var (code, output, errors) = await PyArrow.RunAsync(python!, ["-c", Script, file]);
            Assert.True(code == 0, errors);
            Assert.Equal(
            [
                "protocol minReaderVersion=1|minWriterVersion=2",
                "metaData id=5fba94ed-9794-4965-ba6e-6ee3c0d22af9|name=docs|description=documents|format={'provider': 'parquet', 'options': []}|schemaString="
                    + Logs.Metadata.SchemaString + "|partitionColumns=[]|createdTime=0|configuration=[('delta.appendOnly', 'false'), ('é', '')]",
                "txn appId=docs/web/a|version=41|lastUpdated=7",
                "txn appId=docs/web/b c|version=9223372036854775807|lastUpdated=None",
                "add path=z.parquet|partitionValues=[]|size=10|modificationTime=3|dataChange=False|stats={\"numRecords\":1}|tags=[('epoch', '1'), ('日', '')]",
                "add path=a%20b%25/%C3%A9.parquet|partitionValues=[]|size=9223372036854775807|modificationTime=1|dataChange=False|stats=None|tags=None",
                "add path=m.parquet|partitionValues=[]|size=0|modificationTime=2|dataChange=False|stats=None|tags=[]",
                "remove path=gone.parquet|deletionTimestamp=9|dataChange=False|extendedFileMetadata=True|partitionValues=[]|size=12",
                "remove path=away.parquet|deletionTimestamp=None|dataChange=False|extendedFileMetadata=False|partitionValues=None|size=None",
            ],
                output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
