using DuckDB.NET.Data;
using Streaming.Benchmarks.Corpora;

namespace Streaming.Benchmarks.Comparisons;

/// <summary>Parquet, five cheap filters, Parquet: the engine against DuckDB with the same predicates in SQL, two threads each.</summary>
internal static class DuckDbFilters
{
    /// <summary>Arguments: documents (default 100,000), rounds (default 5).</summary>
    public static async Task RunAsync(string[] arguments)
    {
        var documents = Argument.At(arguments, 0, 100_000);
        var corpus = await CorpusFiles.WebAsync(documents);
        var kept = new long[2];
        Console.WriteLine($"{documents:N0} documents; both write zstd level 1. The engine also writes lineage and the figures of its filters, and commits with fsync.\n");
        await new Contest(Argument.At(arguments, 1, 5))
            .Add("DuckDB", () => kept[0] = RunDuckDb(corpus, Workspace.Fresh("out-duckdb")))
            .Add("Streaming", async () => kept[1] = await RunEngineAsync(corpus, Workspace.Fresh("out-engine")))
            .RunAsync(documents, "documents");
        Console.WriteLine($"Kept: DuckDB {kept[0]:N0}, Streaming {kept[1]:N0}.");
    }

    private static async Task<long> RunEngineAsync(string corpus, string output) =>
        (await Pipeline.RunAsync(Pipeline.Read(Pipeline.Yaml(corpus, Pipeline.Filters, output)))).Totals.Samples.Out;

    private static long RunDuckDb(string corpus, string output)
    {
        Directory.CreateDirectory(output);
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            SET threads = 2;
            COPY (
                SELECT id, text FROM read_parquet('{corpus}/*.parquet')
                WHERE length(text) BETWEEN 200 AND 100000
                  AND length(regexp_replace(text, '[^a-zA-Z0-9]+', '', 'g')) >= 0.7 * length(text)
                  AND length(regexp_replace(text, '[a-zA-Z]+', '', 'g')) <= 0.3 * length(text)
                  AND length(text) / len(string_split(rtrim(text, chr(10)), chr(10))) BETWEEN 10 AND 100000
                  AND list_max(list_transform(string_split(text, chr(10)), lambda line: length(line))) BETWEEN 20 AND 5000)
            TO '{output}/all.parquet' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1);
            """;
        command.ExecuteNonQuery();
        command.CommandText = $"SELECT count(*) FROM read_parquet('{output}/all.parquet')";
        return (long)command.ExecuteScalar()!;
    }
}
