using System.Text;
using System.Text.Json.Nodes;
using Streaming.Samples;

namespace Streaming.Cli.Inspection;

/// <summary>A row that a sample's id leads to: the sample itself, a pack that holds it, or the row that keeps it as a reject or dead letter.</summary>
/// <param name="Table">The table's folder.</param>
/// <param name="File">The shard.</param>
/// <param name="Row">Its row in the shard.</param>
/// <param name="Content">The row.</param>
internal sealed record FoundSample(string Table, string File, long Row, JsonObject Content)
{
    /// <summary>Looks through the table, the run's other sinks, its rejects and its dead letters.</summary>
    public static async IAsyncEnumerable<FoundSample> FindAsync(InspectedTable table, string id, OperatorCatalog catalog, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken abort)
    {
        await foreach (var found in InTableAsync(table, id, abort))
        {
            yield return found;
        }

        foreach (var side in await SideTables.OfAsync(table, catalog, abort))
        {
            await foreach (var found in InTableAsync(await InspectedTable.OpenAsync(side, abort), id, abort))
            {
                yield return found;
            }
        }
    }

    /// <summary>The first rows of a table.</summary>
    public static async Task<List<JsonObject>> FirstAsync(InspectedTable table, int count, CancellationToken abort)
    {
        var rows = new List<JsonObject>();
        await foreach (var (sample, _, _) in RowsAsync(table, abort))
        {
            if (rows.Count == count)
            {
                break;
            }

            rows.Add(Show(sample));
        }

        return rows;
    }

    private static async IAsyncEnumerable<FoundSample> InTableAsync(InspectedTable table, string id, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken abort)
    {
        await foreach (var (sample, file, row) in RowsAsync(table, abort))
        {
            if (sample.Id == id || IsPacked(sample, id) || IsLetterOf(sample, id))
            {
                yield return new(table.Folder, file, row, Show(sample));
            }
        }
    }

    private static async IAsyncEnumerable<(Sample Sample, string File, long Row)> RowsAsync(InspectedTable table, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken abort)
    {
        if (table.Snapshot.Files.Count == 0)
        {
            yield break;
        }

        await using var dataset = await Dataset.OpenAsync([.. table.FilePaths], RecordedLineage.Renamed(table), [], abort);
        await foreach (var read in dataset.ReadAsync(abort))
        {
            foreach (var sample in read.Batch.Samples)
            {
                yield return (sample, read.Split.Name, sample.Lineage.Position);
            }
        }
    }

    private static bool IsPacked(Sample row, string id) => row.Meta["sample_ids"] is object?[] ids && Array.IndexOf(ids, id) >= 0;

    // A dead letter keeps the original bytes; the id is in them where the sample got as far as having one.
    private static bool IsLetterOf(Sample row, string id) => row.Meta["payload"] is byte[] payload && payload.AsSpan().IndexOf(Encoding.UTF8.GetBytes($"\"{id}\"")) >= 0;

    private static JsonObject Show(Sample sample)
    {
        var json = JsonNode.Parse(SampleJson.Encode(sample))!.AsObject();
        json.Remove(KnownColumns.Lineage);
        if (sample.Meta[RecordedLineage.Column] is object?[] { Length: 5 } lineage)
        {
            json.Remove(RecordedLineage.Column);
            json[KnownColumns.Lineage] = new JsonObject
            {
                ["source"] = lineage[0] as string,
                ["split"] = lineage[1] as string,
                ["position"] = lineage[2] as long?,
                ["parents"] = new JsonArray([.. (lineage[3] as object?[] ?? []).Select(p => (JsonNode?)(p as string))]),
                ["run"] = lineage[4] as string,
            };
        }

        return json;
    }
}
