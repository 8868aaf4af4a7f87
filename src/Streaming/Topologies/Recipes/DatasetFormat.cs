namespace Streaming.Topologies;

/// <summary>A source that stands for one of Data-Juicer's formatters.</summary>
/// <param name="Source">The source's name.</param>
/// <param name="Suffixes">The suffixes of its files.</param>
internal sealed record DatasetFormat(string Source, IReadOnlyList<string> Suffixes)
{
    // A linked folder may lead back up.
    private static readonly EnumerationOptions _everywhere = new() { RecurseSubdirectories = true, MaxRecursionDepth = 32 };

    /// <summary>Files that are read whole: texts and code.</summary>
    public static DatasetFormat Files { get; } = new(
        "files",
        [
            ".txt", ".md", ".tex", ".asm", ".bat", ".cmd", ".c", ".h", ".cs", ".cpp", ".hpp", ".c++", ".h++", ".cc", ".hh", ".cmake", ".css", ".dockerfile", ".f90", ".f", ".f03", ".f08", ".f77", ".f95",
            ".for", ".fpp", ".go", ".hs", ".html", ".java", ".js", ".jl", ".lua", ".markdown", ".php", ".php3", ".php4", ".php5", ".phps", ".phpt", ".pl", ".pm", ".pod", ".perl", ".ps1", ".psd1", ".psm1",
            ".py", ".rb", ".rs", ".sql", ".scala", ".sh", ".bash", ".command", ".zsh", ".ts", ".tsx", ".vb", ".xml", ".rst", ".m", ".smali",
        ]);

    /// <summary>The formats, in the order in which one is chosen where a folder has as many files of several.</summary>
    public static IReadOnlyList<DatasetFormat> All { get; } =
    [
        new("csv", [".csv", ".csv.gz", ".csv.zst"]),
        new("jsonl", [".json", ".jsonl", ".ndjson", ".json.gz", ".jsonl.gz", ".ndjson.gz", ".json.zst", ".jsonl.zst", ".ndjson.zst"]),
        new("parquet", [".parquet"]),
        Files,
        new("csv", [".tsv", ".tsv.gz", ".tsv.zst"]),
    ];

    /// <summary>Whether its files are rows of columns.</summary>
    public bool HasColumns => Source != "files";

    /// <summary>The format of a file; null where there is none.</summary>
    public static DatasetFormat? OfFile(string path) => All.FirstOrDefault(f => f.Fits(path, []));

    /// <summary>The format that most files of a folder have, at any depth; null where no file has one.</summary>
    public static DatasetFormat? OfFolder(string folder, IReadOnlyList<string> suffixes)
    {
        var counts = new int[All.Count];
        foreach (var file in Directory.EnumerateFiles(folder, "*", _everywhere))
        {
            for (var i = 0; i < counts.Length; i++)
            {
                counts[i] += All[i].Fits(file, suffixes) ? 1 : 0;
            }
        }

        var most = counts.Max();
        return most == 0 ? null : All[Array.IndexOf(counts, most)];
    }

    /// <summary>The suffixes that count, of those that a recipe names (all where it names none).</summary>
    public IReadOnlyList<string> Chosen(IReadOnlyList<string> suffixes) => suffixes.Count == 0 ? Suffixes : [.. Suffixes.Where(suffixes.Contains)];

    private bool Fits(string path, IReadOnlyList<string> suffixes) => Chosen(suffixes).Any(s => path.EndsWith(s, StringComparison.OrdinalIgnoreCase));
}
