namespace Streaming.Samples;

/// <summary>Estimates the memory that a sample holds, for the run's <c>MemoryBudget</c>.</summary>
internal static class SampleSize
{
    // Measured with a 64-bit .NET 10 heap: Sample + Lineage + ColumnValues + SampleStats with a few stats.
    private const long Fixed = 320;
    private const long ObjectOverhead = 24;

    public static long Of(Sample sample)
    {
        var bytes = Fixed + (2L * (sample.Text.Length + sample.Id.Length));
        bytes += Of(sample.Images) + Of(sample.Audios) + Of(sample.Videos);
        foreach (var turn in sample.Messages)
        {
            bytes += ObjectOverhead + (2L * (turn.Role.Length + turn.Content.Length));
        }

        for (var i = 0; i < sample.Meta.Count; i++)
        {
            bytes += 8 + Of(sample.Meta.ValueAt(i));
        }

        return bytes;
    }

    private static long Of(IReadOnlyList<Media> media)
    {
        long bytes = 0;
        foreach (var m in media)
        {
            bytes += (2 * ObjectOverhead) + (m.Bytes?.Length ?? 0) + (m.Fetched?.Length ?? 0) + (2L * (m.Path?.Length ?? 0));
        }

        return bytes;
    }

    private static long Of(object? value) => value switch
    {
        null => 0,
        string s => ObjectOverhead + (2L * s.Length),
        byte[] b => ObjectOverhead + b.Length,
        int[] i => ObjectOverhead + (4L * i.Length),
        float[] f => ObjectOverhead + (4L * f.Length),
        object?[] list => ObjectOverhead + list.Sum(v => 8 + Of(v)),
        KeyValuePair<object, object?>[] map => ObjectOverhead + map.Sum(p => 16 + Of(p.Key) + Of(p.Value)),
        _ => ObjectOverhead,
    };
}
