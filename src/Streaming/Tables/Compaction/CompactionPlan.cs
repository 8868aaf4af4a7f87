namespace Streaming.Tables;

/// <summary>
/// Chooses which files to merge: neighbours in feed order, so that the merged file can take their place. The largest of a run is at most half of it: every
/// rewriting at least doubles the file that a row lies in, so a row is rewritten log2(target / shard) times at most, however the table grows.
/// </summary>
internal static class CompactionPlan
{
    private const int MostParts = 1000;

    /// <summary>Runs of neighbours to merge, in feed order, none overlapping another.</summary>
    public static IReadOnlyList<FileRun> Of(IReadOnlyList<AddAction> files, CompactionOptions options)
    {
        var runs = new List<FileRun>();
        var target = options.TargetBytes.Bytes;
        for (var at = 0; at < files.Count;)
        {
            var end = at;
            long bytes = 0;
            while (end < files.Count && end - at < MostParts && files[end].Size <= target / 2 && bytes + files[end].Size <= target)
            {
                bytes += files[end++].Size;
            }

            Choose(files, new(at, end - at), options.MinFiles, runs);
            at = Math.Max(end, at + 1);
        }

        return runs;
    }

    // Where one file is larger than all others together, the others are merged on either side of it.
    private static void Choose(IReadOnlyList<AddAction> files, FileRun window, int least, List<FileRun> runs)
    {
        if (window.Count < least)
        {
            return;
        }

        var (largest, bytes) = (window.First, 0L);
        for (var i = window.First; i < window.End; i++)
        {
            bytes += files[i].Size;
            largest = files[i].Size > files[largest].Size ? i : largest;
        }

        if (files[largest].Size <= bytes / 2)
        {
            runs.Add(window);
            return;
        }

        Choose(files, new(window.First, largest - window.First), least, runs);
        Choose(files, new(largest + 1, window.End - largest - 1), least, runs);
    }
}

/// <summary>Neighbours in a table's file list.</summary>
/// <param name="First">The place of the first.</param>
/// <param name="Count">How many.</param>
internal readonly record struct FileRun(int First, int Count)
{
    public int End => First + Count;
}
