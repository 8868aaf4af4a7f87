using System.Diagnostics;
using Streaming.Parquet.Checkpoints;

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
        var python = await PythonAsync();
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, await new ParquetCheckpointFormat().WriteAsync(Logs.All, default));
            var (code, lines) = await RunAsync(python, "-c", Script, file);
            Assert.Equal(0, code);
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
                lines);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<string> PythonAsync()
    {
        var wheels = Wheels();
        Skip.If(wheels is null, "There is no shared/python with pyarrow beside the repository.");
        var environment = Path.Join(AppContext.BaseDirectory, "pyarrow");
        var python = Path.Join(environment, "bin", "python");
        if (!File.Exists(python) || (await RunAsync(python, "-c", "import pyarrow")).Code != 0)
        {
            var made = await RunAsync("python3", "-m", "venv", environment);
            Skip.If(made.Code != 0, "python3 -m venv does not work here.");
            var installed = await RunAsync(Path.Join(environment, "bin", "pip"), "install", "--quiet", "--no-index", "--find-links", wheels!, "pyarrow");
            Skip.If(installed.Code != 0, "This Python cannot install the pyarrow wheel of shared/python.");
        }

        return python;
    }

    private static string? Wheels()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Join(folder.FullName, "shared", "python")))
            {
                return Path.Join(folder.FullName, "shared", "python");
            }
        }

        return null;
    }

    private static async Task<(int Code, string[] Lines)> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, Environment = { ["PYTHONIOENCODING"] = "utf-8" } })!;
            var text = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (-1, []);
        }
    }
}
