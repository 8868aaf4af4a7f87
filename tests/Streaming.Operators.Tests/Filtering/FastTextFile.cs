using System.Text;

namespace Streaming.Operators.Tests.Filtering;

/// <summary>Writes models in fastText's format.</summary>
internal sealed class FastTextFile
{
    public int Version { get; init; } = 12;

    public int Kind { get; init; } = 3;

    public int Loss { get; init; } = 3;

    public int WordGrams { get; init; } = 1;

    public int Buckets { get; init; }

    public int LongestGram { get; init; }

    public IReadOnlyList<(int Bucket, int Row)>? Kept { get; init; }

    public IReadOnlyList<string> Words { get; init; } = ["a"];

    public IReadOnlyList<(string Label, long Count)> Labels { get; init; } = [("en", 5), ("de", 5)];

    public required float[][] Input { get; init; }

    public required float[][] Output { get; init; }

    /// <summary>How words are written; fastText cuts them by bytes, so they need not be UTF-8.</summary>
    public Encoding Encoding { get; init; } = Encoding.UTF8;

    /// <summary>Whether the input is written as codes: each row is a centroid of its own in a single part but for the last dimension, and its length a second time so.</summary>
    public bool IsQuantized { get; init; }

    public string Write(string path)
    {
        using var writer = new BinaryWriter(File.Create(path));
        var dimensions = Output[0].Length;
        int[] head = [793712314, Version, dimensions, 5, 5, 1, 5, WordGrams, Loss, Kind, Buckets, 2, LongestGram, 100];
        Array.ForEach(head, writer.Write);
        writer.Write(0.0);
        Array.ForEach([Words.Count + Labels.Count, Words.Count, Labels.Count], writer.Write);
        writer.Write(10L);
        writer.Write(Kept?.Count ?? -1L);
        foreach (var (word, count, isLabel) in Words.Select(w => (w, 5L, false)).Concat(Labels.Select(l => ("__label__" + l.Label, l.Count, true))))
        {
            writer.Write([.. Encoding.GetBytes(word), 0]);
            writer.Write(count);
            writer.Write((byte)(isLabel ? 1 : 0));
        }

        foreach (var (bucket, row) in Kept ?? [])
        {
            writer.Write(bucket);
            writer.Write(row);
        }

        writer.Write(IsQuantized);
        Action<BinaryWriter, float[][]> input = IsQuantized ? WriteQuantized : WriteDense;
        input(writer, Input);
        writer.Write(false);
        WriteDense(writer, Output);
        return path;
    }

    private static void WriteDense(BinaryWriter writer, float[][] rows)
    {
        writer.Write((long)rows.Length);
        writer.Write((long)rows[0].Length);
        Array.ForEach(rows, row => Array.ForEach(row, writer.Write));
    }

    // Two parts, of two dimensions and of one; code i stands for row i in both. Rows are stored at half their length.
    private static void WriteQuantized(BinaryWriter writer, float[][] rows)
    {
        writer.Write(true);
        writer.Write((long)rows.Length);
        writer.Write(3L);
        writer.Write(rows.Length * 2);
        for (var i = 0; i < rows.Length; i++)
        {
            writer.Write([(byte)i, (byte)i]);
        }

        Array.ForEach([3, 2, 2, 1], writer.Write);
        WriteCentroids(writer, rows, row => [row[0] / 2, row[1] / 2]);
        WriteCentroids(writer, rows, row => [row[2] / 2]);
        writer.Write(Enumerable.Repeat((byte)7, rows.Length).ToArray());
        Array.ForEach([1, 1, 1, 1], writer.Write);
        Array.ForEach(Enumerable.Range(0, 256).ToArray(), code => writer.Write(code == 7 ? 2f : 0f));
    }

    private static void WriteCentroids(BinaryWriter writer, float[][] rows, Func<float[], float[]> part)
    {
        for (var code = 0; code < 256; code++)
        {
            Array.ForEach(part(code < rows.Length ? rows[code] : new float[3]), writer.Write);
        }
    }
}
