namespace Streaming.Models.Generation;

/// <summary>What has come of each prompt so far; kept by whoever asks, so that it is not lost when the device fails.</summary>
/// <param name="prompts">How many there are.</param>
internal sealed class GenerationProgress(int prompts)
{
    /// <summary>Told of each result at once: its index and its texts.</summary>
    public Action<int, Generated[]>? Completed { get; set; }

    public Generated[]?[] Results { get; } = new Generated[]?[prompts];

    /// <summary>What was wrong with single prompts.</summary>
    public Exception?[] Faults { get; } = new Exception?[prompts];

    /// <summary>Rows that the device works on.</summary>
    public int Rows { get; set; }

    /// <summary>The prompts without an end, in order.</summary>
    public int[] Open => [.. Enumerable.Range(0, prompts).Where(i => Results[i] is null && Faults[i] is null)];

    public void Complete(int index, Generated[] result)
    {
        Results[index] = result;
        Completed?.Invoke(index, result);
    }
}
