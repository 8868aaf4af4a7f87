namespace Streaming.Parquet.Reading;

/// <summary>Finds the files that an address names, as <see cref="InputFiles"/> does on file systems: a file, a folder, a glob, or a Delta table.</summary>
internal static class AddressedFiles
{
    /// <summary>What is wrong with an address, without asking the server; null where nothing is.</summary>
    public static string? ProblemOf(string address) => ObjectStores.Problem(RootOf(address));

    /// <summary>The files by ordinal path; null for a table, whose log alone knows them.</summary>
    /// <exception cref="BadInputException">There are none.</exception>
    public static async ValueTask<List<InputFile>?> ExpandAsync(string address, IReadOnlyList<string> suffixes, CancellationToken abort)
    {
        if (Glob.IsPattern(address))
        {
            var glob = Glob.Parse(address);
            return await ListAsync(glob.Root, name => glob.Matches(name) && (glob.NamesHidden || !IsHidden(name)), abort) is { Count: > 0 } fitting
                ? fitting
                : throw new BadInputException($"No file fits '{address}'.");
        }

        if (await TableFiles.IsTableAsync(address, abort))
        {
            return null;
        }

        var place = StorePlace.Full(address);
        if (await ListAsync(place, name => InputFiles.HasSuffix(name, suffixes) && !IsHidden(name), abort) is { Count: > 0 } inside)
        {
            return inside;
        }

        // A file: an object of this very name.
        var (folder, file) = StorePlace.Split(place);
        return ObjectStores.Problem(folder) is null && await FindAsync(folder, file, abort) is { } found
            ? [found]
            : throw new BadInputException($"There is no file at '{address}', nor a folder with {string.Join(" or ", suffixes)} files.");
    }

    private static async ValueTask<InputFile?> FindAsync(string folder, string name, CancellationToken abort)
    {
        await using var file = await ObjectStores.Open(folder).OpenReadAsync(name, abort);
        return file is null ? null : new(StorePlace.Join(folder, name), name, file.Length);
    }

    private static async ValueTask<List<InputFile>> ListAsync(string root, Func<string, bool> fits, CancellationToken abort)
    {
        var files = new List<InputFile>();
        await foreach (var item in ObjectStores.Open(root).ListAsync("", null, abort))
        {
            if (fits(item.Path))
            {
                files.Add(new(StorePlace.Join(root, item.Path), item.Path, item.Size));
            }
        }

        return [.. files.OrderBy(f => f.Name, StringComparer.Ordinal)];
    }

    private static string RootOf(string address) => Glob.IsPattern(address) ? Glob.Parse(address).Root : address;

    private static bool IsHidden(string path) => path.Split('/').Any(s => InputFiles.IsHidden(s));
}
