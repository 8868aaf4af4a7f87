using Microsoft.ML.OnnxRuntime;
using Streaming.Operators;

namespace Streaming.Models.Sessions;

/// <summary>Makes the options of ONNX Runtime for a device.</summary>
internal static class Accelerator
{
    private static readonly Dictionary<string, string> Providers = new(StringComparer.Ordinal)
    {
        ["cuda"] = "CUDAExecutionProvider",
        ["dml"] = "DmlExecutionProvider",
        ["coreml"] = "CoreMLExecutionProvider",
    };

    /// <summary>The device that a wish comes down to on this machine.</summary>
    /// <exception cref="BadInputException">A named device is absent.</exception>
    public static ModelDevice Resolve(ModelDevice wish)
    {
        // Asked first: without the provider, appending CUDA throws an EntryPointNotFoundException.
        var available = OrtEnv.Instance().GetAvailableProviders();
        if (wish.Kind == "cpu")
        {
            return wish;
        }

        if (wish.Kind == "auto")
        {
            return available.Contains(Providers["cuda"]) && Opens(new ModelDevice("cuda")) ? new ModelDevice("cuda") : ModelDevice.Cpu;
        }

        return available.Contains(Providers[wish.Kind])
            ? wish
            : throw new BadInputException(
                $"The device '{wish}' is absent: this build of ONNX Runtime has {string.Join(", ", available)}. Use device: cpu or auto, or build with -p:OnnxRuntimePackage=Microsoft.ML.OnnxRuntime.Gpu.");
    }

    /// <summary>The options of a session on a device that <see cref="Resolve"/> gave.</summary>
    /// <exception cref="BadInputException">The device is there, but cannot be used.</exception>
    public static SessionOptions OptionsFor(ModelDevice device, int threads)
    {
        var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            InterOpNumThreads = 1,
            IntraOpNumThreads = threads > 0 ? threads : Environment.ProcessorCount,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        try
        {
            // Spinning burns all cores while pre-processing wants them.
            options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
            options.AddSessionConfigEntry("session.inter_op.allow_spinning", "0");
            Append(options, device);
            return options;
        }
        catch (Exception e) when (e is OnnxRuntimeException or EntryPointNotFoundException or DllNotFoundException)
        {
            options.Dispose();
            throw new BadInputException($"The device '{device}' cannot be used: {e.Message} Use device: cpu or auto.", e);
        }
    }

    private static bool Opens(ModelDevice device)
    {
        try
        {
            OptionsFor(device, 1).Dispose();
            return true;
        }
        catch (BadInputException)
        {
            return false;
        }
    }

    private static void Append(SessionOptions options, ModelDevice device)
    {
        switch (device.Kind)
        {
            case "cuda":
                options.AppendExecutionProvider_CUDA(device.Index);
                break;
            case "dml":
                options.EnableMemoryPattern = false;
                options.AppendExecutionProvider_DML(device.Index);
                break;
            case "coreml":
                options.AppendExecutionProvider("CoreML");
                break;
            default:
                break;
        }
    }
}
