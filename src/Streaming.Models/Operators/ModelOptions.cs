using System.ComponentModel.DataAnnotations;
using Streaming.Models.Sessions;
using Streaming.Operators;

namespace Streaming.Models.Operators;

/// <summary>Options that every operator with a model has: where the model runs, and how its calls are formed.</summary>
internal abstract record ModelOptions : IValidatesOptions
{
    /// <summary>Where the model runs: <c>auto</c> (a GPU where there is one, else the processor, with a warning), <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>, several (<c>cuda:0,1</c>), <c>dml:0</c>, <c>coreml</c>. A named device that is absent is an error.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>The precision of the ONNX files: <c>auto</c> (the exact ones if there are any), <c>fp32</c>, <c>fp16</c>, <c>int8</c>, <c>quantized</c>, <c>q4</c>…</summary>
    public string Dtype { get; init; } = "auto";

    /// <summary>The most texts or pictures of one call.</summary>
    [Range(1, 65_536)]
    public int BatchSize { get; init; } = 32;

    /// <summary>The most tokens of one call, padding included; a longer text goes alone. Pictures, all of one size, are limited by <c>batch_size</c> alone.</summary>
    [Range(1L, long.MaxValue)]
    public long MaxBatchTokens { get; init; } = 16_384;

    /// <summary>How many calls' worth of samples are gathered and sorted by length before they are cut into calls. More means less padding and a longer wait; a window also ends when it has a quarter of the memory budget.</summary>
    [Range(1, 4_096)]
    public int WindowBatches { get; init; } = 64;

    /// <summary>How long, in milliseconds, a sample waits for others on sources that never end. Bounded sources fill windows by count alone, so that results can be reproduced.</summary>
    [Range(0, 3_600_000)]
    public int LingerMs { get; init; } = 100;

    /// <summary>Sessions on each device, each with weights of its own, and so calls at once; on the processor they share its threads. 0: on the processor one for each thread while all copies of the weights together have less than 64 MiB (at most 8; a model that generates has one), else 1.</summary>
    [Range(0, 64)]
    public int Replicas { get; init; }

    /// <summary>Threads that one call computes with on the processor; 0: all of them, shared by the replicas. Fewer leave room for other models of the topology.</summary>
    [Range(0, 1_024)]
    public int Threads { get; init; }

    /// <summary>A folder that keeps optimised graphs with their weights (up to 16 GiB, least used ones go first), so that the next start need not optimise them again. Empty: the variable <c>STREAMING_GRAPH_CACHE</c>, or none.</summary>
    [PathOption]
    public string GraphCache { get; init; } = "";

    /// <summary>The options that name models, and what they name.</summary>
    internal abstract IEnumerable<KeyValuePair<string, string>> ModelFolders { get; }

    internal DeviceLimits Limits => new()
    {
        MaxItems = BatchSize,
        MaxCost = MaxBatchTokens,
        WindowItems = (int)Math.Min(int.MaxValue, (long)BatchSize * WindowBatches),
        LingerMs = LingerMs,
        Lanes = SessionsPerDevice * Devices.Count,
    };

    /// <summary>The sessions on each device.</summary>
    internal virtual int SessionsPerDevice => ReplicaRule.Of(this);

    internal IReadOnlyList<ModelDevice> Devices => DeviceList.Parse(Device);

    /// <inheritdoc/>
    public virtual IEnumerable<OptionProblem> Validate(string baseFolder)
    {
        if (DeviceList.ProblemOf(Device) is { } problem)
        {
            yield return new("device", problem);
        }

        foreach (var (option, folder) in ModelFolders)
        {
            if (ModelPlaces.Find(folder) is null)
            {
                yield return new(option, ModelPlaces.Missing(folder));
            }
        }
    }
}
