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
    private const string Origin = "lineage_of_table";

    /// <summary>Looks through the table, the run's other sinks, its rejects and its dead letters.</summary>
    public static async IAsyncEnumerable<FoundSample> FindAsync(InspectedTable table, string id, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken abort)
    {
        await foreach (var found in InTableAsync(table, id, abort))
        {
            yield return found;
        }

        foreach (var side in await SideTables.OfAsync(table, abort))
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

        // Sources give samples a lineage of their own; the one that the table recorded comes along under another name.
        var columns = table.Snapshot.Metadata.Schema.Find(KnownColumns.Lineage) is null ? new Dictionary<string, string>() : new() { [Origin] = KnownColumns.Lineage };
        await using var dataset = await Dataset.OpenAsync([.. table.FilePaths], columns, [], abort);
        await foreach (var read in dataset.ReadAsync(abort))
        {
            for (var i = 0; i < read.Batch.Samples.Count; i++)
            {
                yield return (read.Batch.Samples[i], read.Split.Name, read.From + i);
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
        if (sample.Meta[Origin] is object?[] { Length: 5 } lineage)
        {
            json.Remove(Origin);
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
