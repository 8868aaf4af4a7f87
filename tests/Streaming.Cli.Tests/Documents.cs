using DuckDB.NET.Data;

namespace Streaming.Cli.Tests;

/// <summary>A folder with documents and a topology that filters and deduplicates them.</summary>
internal sealed class Documents : IDisposable
{
    private readonly TempFolder _folder = new();

    /// <param name="count">How many; each tenth is short, one in ten repeats the one before it.</param>
    public Documents(int count)
    {
        var file = Path.Combine(_folder.Path, "in.parquet");
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            COPY (SELECT 'd' || i AS id,
                         CASE WHEN i % 10 = 0 THEN 'short' ELSE 'a document of some length with the number ' || (i - CASE WHEN i % 10 = 6 THEN 1 ELSE 0 END)::VARCHAR END AS text,
                         CASE WHEN i % 2 = 0 THEN 'de' ELSE 'en' END AS lang,
                         i::DOUBLE / 10 AS score
                  FROM range({count}) t(i)) TO '{file}' (FORMAT parquet)
            """;
        command.ExecuteNonQuery();
        Topology = _folder.Write("topology.yaml", """
            name: docs
            source: { parquet: { path: in.parquet } }
            epoch: { samples: 1000 }
            steps:
              - text_length_filter: { min_len: 10 }
              - document_deduplicator
            sink: { delta: { path: out/docs } }
            """);
    }

    public string Topology { get; }

    public string Folder => _folder.Path;

    public string Input => Path.Combine(_folder.Path, "in.parquet");

    public string Table => Path.Combine(_folder.Path, "out/docs");

    public void Dispose() => _folder.Dispose();
}
