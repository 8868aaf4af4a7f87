using Streaming.Epochs;

namespace Streaming.Cli.Upkeep;

/// <summary>The files that manifests name: what vacuum must keep.</summary>
internal static class NamedFiles
{
    /// <summary>Manifests themselves, shards (also where they still wait to be moved into sight, or to be rolled forward into a side table's log) and state.</summary>
    public static IReadOnlySet<string> Of(IReadOnlyList<EpochManifest> manifests)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var manifest in manifests)
        {
            named.Add(manifest.Path);
            foreach (var file in manifest.Files.Concat(manifest.SideFiles.Values.SelectMany(f => f)))
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
