using Streaming.Samples;

namespace Streaming.Testing;

/// <summary>Samples and batches for tests. Ids and positions count up from the first sample of a call, so that lineage can be told apart.</summary>
public static class Some
{
    /// <summary>The split that all samples made here come from.</summary>
    public static SplitId Split { get; } = new("test", "texts");

    /// <summary>A sample of a text; its id is <c>s</c> and its position unless another is given.</summary>
    public static Sample Sample(string text, string? id = null, long position = 0, SplitId? split = null) => new()
    {
        Id = id ?? $"s{position}",
        Text = text,
        Lineage = new(split ?? Split, position, [], "test-run"),
    };

    /// <summary>Samples of texts, at positions 0, 1, 2 …</summary>
    public static Sample[] Samples(params string[] texts) => [.. texts.Select((text, i) => Sample(text, position: i))];

    /// <summary>A batch of texts, at positions 0, 1, 2 …</summary>
    public static SampleBatch Batch(params string[] texts) => Batch(Samples(texts));

    /// <summary>A batch of samples.</summary>
    public static SampleBatch Batch(IEnumerable<Sample> samples) => new() { Samples = [.. samples] };
}
