using Streaming.Imaging;

namespace Streaming.Models.Sessions;

/// <summary>How a model is loaded.</summary>
public sealed record SessionSettings
{
    private const string GraphCacheVariable = "STREAMING_GRAPH_CACHE";

    /// <summary>Where it runs. Default: a GPU where there is one, else the processor.</summary>
    public ModelDevice Device { get; init; } = ModelDevice.Auto;

    /// <summary>The precision of the ONNX files: <c>auto</c> (the exact ones if there are any), <c>fp32</c>, <c>fp16</c>, <c>int8</c>, <c>quantized</c>… Default: <c>auto</c>.</summary>
    public string Dtype { get; init; } = "auto";

    /// <summary>The threads that one call computes with on the processor; 0: one for each processor. Default: 0. Measured: one call with 2 threads is as fast as two calls with 1.</summary>
    public int ThreadsPerCall { get; init; }

    /// <summary>Which of several sessions of the same model on the same device it is: each has its own weights and threads, so that calls at once do not wait for each other. Default: 0.</summary>
    public int Replica { get; init; }

    /// <summary>A folder that keeps optimised graphs with their weights, up to 16 GiB, so that the next session need not optimise them again; empty: none. Default: the variable <c>STREAMING_GRAPH_CACHE</c>, or none.</summary>
    public string GraphCache { get; init; } = Environment.GetEnvironmentVariable(GraphCacheVariable) ?? "";

    /// <summary>The largest picture that is decoded, in pixels; a larger one is refused from its header. Default: 89,478,485, as Pillow warns above.</summary>
    public long MaxImagePixels { get; init; } = ImageDecoder.DefaultMaxPixels;
}
