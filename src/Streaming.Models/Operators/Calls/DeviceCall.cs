using Microsoft.ML.OnnxRuntime;
using Streaming.Operators;

namespace Streaming.Models.Operators;

/// <summary>Tells a device that is full from one that is broken.</summary>
internal static class DeviceCall
{
    // What ONNX Runtime's arenas, CUDA, cuBLAS, cuDNN, DirectML and C++ say when there is no memory; its error code is only "failed".
    private static readonly string[] Full =
    [
        "allocate memory", "bad allocation", "bad_alloc", "out of memory", "is smaller than requested bytes", "ALLOC_FAILED", "not enough memory", "E_OUTOFMEMORY", "8007000E",
    ];

    /// <summary>Does the work.</summary>
    /// <exception cref="DeviceFullException">The device has no memory for it.</exception>
    public static T Run<T>(Func<T> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        try
        {
            return work();
        }
        catch (Exception e) when (IsFull(e))
        {
            throw new DeviceFullException($"The device has no memory for this call: {e.Message.ReplaceLineEndings(" ")} Lower batch_size or max_batch_tokens.", e);
        }
    }

    /// <inheritdoc cref="Run{T}"/>
    public static void Run(Action work) => Run(() =>
    {
        work();
        return true;
    });

    // An array that is larger than .NET allows is as good as memory that is not there.
    public static bool IsFull(Exception fault) =>
        fault is OutOfMemoryException or OverflowException || (fault is OnnxRuntimeException && SaysFull(fault.Message));

    public static bool SaysFull(string message) => Array.Exists(Full, words => message.Contains(words, StringComparison.OrdinalIgnoreCase));
}
