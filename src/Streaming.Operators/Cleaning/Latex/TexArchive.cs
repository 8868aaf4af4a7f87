using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Streaming.Operators.Cleaning.Latex;

/// <summary>Reads the <c>.tex</c> files of an archive: <c>.zip</c>, <c>.tar</c>, <c>.tar.gz</c>, <c>.tgz</c>.</summary>
/// <param name="maxFileSize">Larger files are passed over; 0: no limit.</param>
/// <param name="maxTotalSize">Reading stops before the files together are larger; 0: no limit.</param>
internal sealed class TexArchive(long maxFileSize, long maxTotalSize)
{
    private readonly List<string> _texts = [];
    private long _total;

    /// <summary>The texts in the order of the archive; bytes that are no UTF-8 become U+FFFD. Null where the file cannot be read, or is no archive that is known.</summary>
    public IReadOnlyList<string>? Read(string path)
    {
        var name = path.ToLowerInvariant();
        try
        {
            using var file = File.OpenRead(path);
            if (name.EndsWith(".zip", StringComparison.Ordinal))
            {
                return ReadZip(file);
            }

            return name.EndsWith(".tar", StringComparison.Ordinal) || name.EndsWith(".tar.gz", StringComparison.Ordinal) || name.EndsWith(".tgz", StringComparison.Ordinal)
                ? ReadTar(file)
                : null;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or FormatException or NotSupportedException or ArgumentException)
        {
            return null;
        }
    }

    private List<string> ReadZip(FileStream file)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Read);
        foreach (var entry in zip.Entries.Where(e => IsTex(e.FullName)))
        {
            using var content = entry.Open();
            if (!Add(content, entry.Length))
            {
                break;
            }
        }

        return _texts;
    }

    // What the file is named does not tell whether it is compressed: its first bytes do.
    private List<string> ReadTar(FileStream file)
    {
        var isGzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        using Stream plain = isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var tar = new TarReader(plain);
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile && IsTex(entry.Name)
                && !Add(entry.DataStream ?? Stream.Null, entry.Length))
            {
                break;
            }
        }

        return _texts;
    }

    private static bool IsTex(string name) => name.EndsWith(".tex", StringComparison.Ordinal);

    // False where the files together would be too large. What an entry says of its length is not believed further than that.
    private bool Add(Stream content, long length)
    {
        if (maxFileSize > 0 && length > maxFileSize)
        {
            return true;
        }

        if (maxTotalSize > 0 && _total + length > maxTotalSize)
        {
            return false;
        }

        var bytes = new byte[checked((int)length)];
        var read = content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        _total += read;
        _texts.Add(Encoding.UTF8.GetString(bytes.AsSpan(0, read)));
        return true;
    }
}
