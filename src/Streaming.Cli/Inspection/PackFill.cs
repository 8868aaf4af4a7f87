namespace Streaming.Cli.Inspection;

/// <summary>How full the packs of a table are.</summary>
/// <param name="Packs">Packs looked at.</param>
/// <param name="Tokens">Tokens in them.</param>
/// <param name="Largest">The tokens of the largest: the room that each has.</param>
internal sealed record PackFill(long Packs, long Tokens, long Largest)
{
    // A few shards tell the fill of all; the last ones hold what was left over at the end.
    private const int MostFiles = 50;

    /// <summary>Tokens over room, 0…1.</summary>
    public double Fill => Packs == 0 ? 0 : Tokens / ((double)Packs * Largest);

    /// <summary>Of a table of packed text; null for others.</summary>
    public static async Task<PackFill?> OfAsync(InspectedTable table, CancellationToken abort)
    {
        var schema = table.Snapshot.Metadata.Schema;
        if (table.Snapshot.Files.Count == 0 || schema.Find("input_ids") is null || schema.Find("tokens") is null)
        {
            return null;
        }

        var (packs, tokens, largest) = (0L, 0L, 0L);
        await using var dataset = await Dataset.OpenAsync([.. table.FilePaths.Take(MostFiles)], new Dictionary<string, string>(), ["tokens"], abort);
        await foreach (var read in dataset.ReadAsync(abort))
        {
            foreach (var count in read.Batch.Samples.Select(s => s.Meta["tokens"]).OfType<long>())
            {
                (packs, tokens, largest) = (packs + 1, tokens + count, Math.Max(largest, count));
            }
        }

        return new(packs, tokens, largest);
    }
}
