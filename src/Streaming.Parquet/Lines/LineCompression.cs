using System.IO.Compression;
using Streaming.Parquet.Reading;

namespace Streaming.Parquet.Lines;

/// <summary>How a file of lines is compressed.</summary>
internal enum LineCompression
{
    /// <summary>Not at all: <c>.jsonl</c>.</summary>
    None,

    /// <summary>gzip: <c>.jsonl.gz</c>.</summary>
    Gzip,

    /// <summary>zstd: <c>.jsonl.zst</c>.</summary>
    Zstd,
}

/// <summary>Opens compressed files of lines.</summary>
internal static class LineStreams
{
    /// <summary>The suffix that says it.</summary>
    public static string Suffix(LineCompression compression) => compression switch
    {
        LineCompression.Gzip => ".gz",
        LineCompression.Zstd => ".zst",
        _ => "",
    };

    /// <summary>The suffixes of files of lines.</summary>
    public static IReadOnlyList<string> Suffixes { get; } = [".jsonl", ".jsonl.gz", ".jsonl.zst", ".ndjson", ".ndjson.gz", ".ndjson.zst", ".json", ".json.gz", ".json.zst"];

    /// <summary>Whether a file of that name may hold one array instead of lines: <c>.json</c>.</summary>
    public static bool MayBeArray(string name) => name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || name.Contains(".json.", StringComparison.OrdinalIgnoreCase);

    /// <summary>The content of a file, decompressed as its suffix says.</summary>
    /// <param name="file">The open file.</param>
    /// <param name="input">Its name, and how to open it again.</param>
    public static Stream Decompress(Stream file, InputFile input) => Path.GetExtension(input.FullPath).ToLowerInvariant() switch
    {
        ".gz" or ".gzip" or ".tgz" => new GzipFileStream(file, input.Open),
        ".zst" or ".zstd" => new ZstdSharp.DecompressionStream(file, leaveOpen: false),
        _ => file,
    };

    /// <summary>A stream that compresses into <paramref name="file"/> and leaves it open. Gzip headers hold no time, so the same lines give the same bytes.</summary>
    public static Stream Compress(Stream file, LineCompression compression, int level) => compression switch
    {
        LineCompression.Gzip => new GZipStream(file, new ZLibCompressionOptions { CompressionLevel = Math.Min(level, 9) }, leaveOpen: true),
        LineCompression.Zstd => new ZstdSharp.CompressionStream(file, level, leaveOpen: true),
        _ => new BufferedStream(file, 1 << 16),
    };
}
