using System.Formats.Tar;

namespace Streaming.Crawls.Tar;

/// <summary>Groups the files of a tar stream by key, one group in memory at a time.</summary>
internal static class TarGroups
{
    private const int MaxFiles = 1024;

    /// <summary>The groups in order.</summary>
    /// <param name="content">The tar's bytes; where they can seek, content that is not wanted is passed over without being read.</param>
    /// <param name="skipped">So many groups come without content.</param>
    /// <param name="maxBytes">Of larger groups no content is kept.</param>
    /// <exception cref="InvalidDataException">The tar is corrupt.</exception>
    public static IEnumerable<TarGroup> Read(Stream content, long skipped, long maxBytes)
    {
        using var guarded = new TarHeaderGuard(content);
        using var reader = new TarReader(guarded, leaveOpen: true);
        var number = -1L;
        TarGroup? group = null;
        for (TarEntry? entry = null; (entry = Next(reader, guarded, entry)) is not null;)
        {
            if (!IsFile(entry) || Split(entry.Name) is not { } name)
            {
                continue;
            }

            if (group?.Key != name.Key)
            {
                if (group is not null)
                {
                    yield return group;
                }

                (group, number) = (new(name.Key, [], 0), number + 1);
            }

            group = Add(group, entry, name.Extension, number >= skipped, maxBytes);
        }

        if (group is not null)
        {
            yield return group;
        }

        Drain(content);
    }

    /// <summary>Cuts a name at its first dot, as WebDataset does; null where it has none, or nothing before it.</summary>
    public static (string Key, string Extension)? Split(string name)
    {
        var file = name.LastIndexOf('/') + 1;
        var dot = name.IndexOf('.', file);
        return dot > file && dot < name.Length - 1 ? (name[..dot], name[(dot + 1)..].ToLowerInvariant()) : null;
    }

    private static bool IsFile(TarEntry entry) => entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile;

    private static TarGroup Add(TarGroup group, TarEntry entry, string extension, bool isWanted, long maxBytes)
    {
        var total = group.Bytes + Math.Max(0, entry.Length);
        if (total > maxBytes || group.Files.Count == MaxFiles)
        {
            group.Files.Clear();
            return group with { Bytes = Math.Max(total, maxBytes + 1) };
        }

        if (isWanted)
        {
            group.Files.Add((extension, Content(entry)));
        }

        return group with { Bytes = total };
    }

    private static TarEntry? Next(TarReader reader, TarHeaderGuard guarded, TarEntry? before)
    {
        try
        {
            guarded.Pass(before?.Length ?? 0);
            return reader.GetNextEntry();
        }
        catch (Exception e) when (IsCorrupt(e))
        {
            throw new InvalidDataException($"The tar file is corrupt: {e.Message}", e);
        }
    }

    // The end of a tar is not that of its compression: only there its checksum is found right, or that it was cut off.
    private static void Drain(Stream content)
    {
        try
        {
            if (!content.CanSeek)
            {
                content.CopyTo(Stream.Null);
            }
        }
        catch (Exception e) when (IsCorrupt(e))
        {
            throw new InvalidDataException($"The tar file is corrupt after its last entry: {e.Message}", e);
        }
    }

    private static byte[] Content(TarEntry entry)
    {
        try
        {
            var bytes = new byte[entry.Length];
            entry.DataStream?.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (IsCorrupt(e))
        {
            throw new InvalidDataException($"The tar file ends within '{entry.Name}': {e.Message}", e);
        }
    }

    // What the reader throws of bytes that are no tar: seen by fuzzing.
    private static bool IsCorrupt(Exception e) =>
        e is InvalidDataException or EndOfStreamException or FormatException or ArgumentException or OverflowException or NotSupportedException or InvalidOperationException or ZstdSharp.ZstdException
        || e.GetType() == typeof(IOException);
}
