using System.Formats.Tar;
using System.Text;
using Streaming.Crawls.Tar;
using Streaming.Testing.Crawls;

namespace Streaming.Fuzz.Targets;

/// <summary>Tar archives: groups within the limit, or <see cref="InvalidDataException"/>; the same groups whatever sizes the input comes in.</summary>
internal sealed class TarTarget : IFuzzTarget
{
    private const int Limit = 64 << 10;

    public string Name => "tar";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        Pack(TarEntryFormat.Ustar, ("a.txt", "one"), ("a.jpg", "two"), ("b.txt", new string('x', 2_000))),
        Pack(TarEntryFormat.Pax, (new string('p', 300) + ".txt", "long name"), ("b/c.json", "{}")),
        Pack(TarEntryFormat.Gnu, (new string('g', 300) + ".txt", "long name"), ("b.txt", "")),
        Pack(TarEntryFormat.V7, ("old.txt", "v7")),
    ];

    public void Try(byte[] input)
    {
        var whole = Read(new MemoryStream(input, writable: false));
        var chopped = Read(new ChoppedStream(input, 1 + (input.Length % 7), 511, 64, 1));
        LawBrokenException.Unless(whole.SequenceEqual(chopped, StringComparer.Ordinal), "Another chunking gives other groups.");
    }

    private static List<string> Read(Stream archive)
    {
        var said = new List<string>();
        try
        {
            foreach (var group in TarGroups.Read(archive, 0, Limit))
            {
                LawBrokenException.Unless(group.Files.Sum(file => (long)file.Content.Length) <= Limit, "A group is larger than allowed.");
                said.Add($"{group.Key} {group.Bytes} {string.Join(' ', group.Files.Select(file => $"{file.Extension} {Convert.ToHexString(file.Content)}"))}");
            }
        }
        catch (InvalidDataException e)
        {
            said.Add(e.Message);
        }

        return said;
    }

    private static byte[] Pack(TarEntryFormat format, params (string Name, string Text)[] files)
    {
        var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, format, leaveOpen: true))
        {
            foreach (var (name, text) in files)
            {
                TarEntry entry = format switch
                {
                    TarEntryFormat.Ustar => new UstarTarEntry(TarEntryType.RegularFile, name),
                    TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, name),
                    TarEntryFormat.V7 => new V7TarEntry(TarEntryType.V7RegularFile, name),
                    _ => new PaxTarEntry(TarEntryType.RegularFile, name),
                };
                entry.DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text));
                writer.WriteEntry(entry);
            }
        }

        return archive.ToArray();
    }
}
