using System.Text.Json;

namespace Streaming.Operators.Deduplication.Against;

/// <summary>What is remembered of tables from run to run: how far each was read, and how much of the log of their keys goes with that.</summary>
/// <param name="Parameters">The digest of the options that shape keys.</param>
/// <param name="Length">Bytes of the log that count; what is behind them was cut off by a kill.</param>
/// <param name="Tables">For each table the files that were read, and up to which row.</param>
internal sealed record AgainstRecord(ulong Parameters, long Length, Dictionary<string, Dictionary<string, long>> Tables)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The record in a file; an empty one where there is none, or one of other keys.</summary>
    public static AgainstRecord Read(string path, ulong parameters)
    {
        var record = File.Exists(path) ? JsonSerializer.Deserialize<AgainstRecord>(File.ReadAllBytes(path), Json) : null;
        return record?.Parameters == parameters ? record : new(parameters, 0, []);
    }

    /// <summary>Puts the record in the place of the one before, as a whole.</summary>
    public void Write(string path)
    {
        var beside = path + ".tmp";
        using (var file = File.Create(beside))
        {
            JsonSerializer.Serialize(file, this, Json);
            file.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
    }

    /// <summary>How far a table was read.</summary>
    public SplitPositions PositionsOf(string table) => new(System.Collections.Immutable.ImmutableSortedDictionary.CreateRange(
        (Tables.GetValueOrDefault(table) ?? []).Select(f => KeyValuePair.Create(new SplitId(table, f.Key), f.Value))));

    /// <summary>A batch of a table was read.</summary>
    public void Advance(string table, SourceBatch batch)
    {
        if (!Tables.TryGetValue(table, out var files))
        {
            Tables[table] = files = [];
        }

        // The files of a table never change: one that was read is not opened again.
        files[batch.Split.Name] = batch.IsLastOfSplit ? SplitPositions.Past : batch.To;
    }
}
