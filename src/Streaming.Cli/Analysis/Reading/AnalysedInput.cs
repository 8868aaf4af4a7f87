using Streaming.Cli.Inspection;
using Streaming.Epochs;
using Streaming.Samples;

namespace Streaming.Cli.Analysis.Reading;

/// <summary>Files or a table, opened to be looked at; of a table also what its manifests say, and the lineage that it recorded.</summary>
internal sealed class AnalysedInput : IAsyncDisposable
{
    private AnalysedInput(string title, InspectedTable? table, Dataset dataset) => (Title, Table, Dataset) = (title, table, dataset);

    /// <summary>What was asked for, for people.</summary>
    public string Title { get; }

    /// <summary>The table, where it is one.</summary>
    public InspectedTable? Table { get; }

    public Dataset Dataset { get; }

    /// <summary>Opens it.</summary>
    /// <param name="paths">Files, folders, globs or tables.</param>
    /// <param name="epochs">Of a table only the files of these epochs; null: all.</param>
    /// <param name="abort">Stops.</param>
    /// <exception cref="BadInputException">There is nothing to read, or not what was asked for.</exception>
    public static async Task<AnalysedInput> OpenAsync(IReadOnlyList<string> paths, string? epochs, CancellationToken abort)
    {
        var table = paths is [var folder] && await IsTableAsync(folder, abort) ? await InspectedTable.OpenAsync(folder, abort) : null;
        var title = string.Join(", ", paths) + (epochs is null ? "" : $", epochs {epochs}");
        var read = epochs is null ? paths : FilesOf(table ?? throw new BadInputException("Epochs can be asked of one table only, by its folder."), EpochRange.Parse(epochs));
        return new(title, table, await Dataset.OpenAsync(read, RecordedLineage.Renamed(table), [], abort));
    }

    /// <summary>Refuses a column or stat that is not there.</summary>
    /// <exception cref="BadInputException">It is not among the dataset's.</exception>
    public void Require(string option, string column)
    {
        var stats = (Dataset.Schema.Find(KnownColumns.Stats)?.Type as StructType)?.Fields.Select(f => $"{KnownColumns.Stats}.{f.Name}") ?? [];
        string[] known = [.. Dataset.Schema.Columns.Select(c => c.Name).Where(c => c is not (KnownColumns.Stats or RecordedLineage.Column)), .. stats];
        if (!known.Contains(column))
        {
            throw new BadInputException($"{option}: there is no column '{column}'; there are {string.Join(", ", known)}.");
        }
    }

    public ValueTask DisposeAsync() => Dataset.DisposeAsync();

    // A glob or a file is none; a folder is looked into.
    private static async ValueTask<bool> IsTableAsync(string place, CancellationToken abort) =>
        (StorePlace.IsAddress(place) ? place.AsSpan().IndexOfAny("*?[{") < 0 : Directory.Exists(place)) && await TableLayouts.FindAsync(place, abort) is not null;

    private static List<string> FilesOf(InspectedTable table, EpochRange range)
    {
        var live = table.Snapshot.Files.Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        var wanted = table.Manifests.Where(m => range.Holds(m.Epoch)).Reverse().SelectMany(m => m.Files).Select(f => f.Path).ToList();
        if (wanted.Count == 0)
        {
            throw new BadInputException($"{table.Folder} has no files of the epochs {range}; it has epochs {(table.Manifests.Count == 0 ? "of no run" : $"{table.Manifests[^1].Epoch} to {table.Manifests[0].Epoch}")}.");
        }

        return wanted.All(live.Contains)
            ? [.. wanted.Select(f => StorePlace.Join(table.Folder, f))]
            : throw new BadInputException($"Files of the epochs {range} were merged with those of others: a compacted table cannot be told apart by epochs.");
    }
}
