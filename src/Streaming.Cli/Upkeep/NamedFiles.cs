using Streaming.Epochs;

namespace Streaming.Cli.Upkeep;

/// <summary>The files that manifests name: what vacuum must keep.</summary>
internal static class NamedFiles
{
    /// <summary>Manifests themselves, shards (also where they still wait to be moved into sight, or to be rolled forward into a side table's log) and state.</summary>
    /// <param name="manifests">The manifests of all committed epochs.</param>
    /// <param name="ofPrimary">Whether the files of the primary table are meant. Its log alone decides on them: they are in it, or a compaction took them out, or they wait in the staging folder. Side tables may still have to be brought up.</param>
    /// <param name="removed">Files that the side table's log had and let go.</param>
    public static IReadOnlySet<string> Of(IReadOnlyList<EpochManifest> manifests, bool ofPrimary, IReadOnlyDictionary<string, Streaming.Tables.RemoveAction> removed)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var manifest in manifests)
        {
            named.Add(manifest.Path);

            // Files that are delivered are in no log: they wait for it where they were staged.
            named.UnionWith(manifest.Files.Select(f => $"{TableFolders.Staging}/{f.Path}"));
            foreach (var file in ofPrimary ? [] : manifest.SideFiles.Values.SelectMany(f => f).Where(f => !removed.ContainsKey(f.Path)))
            {
                named.Add(file.Path);
                named.Add($"{TableFolders.Staging}/{file.Path}");
            }

            named.UnionWith(manifest.Splits.Select(s => s.File));
            named.UnionWith(manifest.Logs.Values.SelectMany(parts => parts).Select(p => p.File));
        }

        return named;
    }
}
