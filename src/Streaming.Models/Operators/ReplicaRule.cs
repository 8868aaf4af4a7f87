using Streaming.Models.Folders;
using Streaming.Models.Sessions;
using Streaming.Operators;

namespace Streaming.Models.Operators;

/// <summary>How many sessions an operator has on each device where its options leave it open.</summary>
/// <remarks>
/// A call of a small model is too short for two threads to share it well: two sessions of one thread each did 1.55 times the work of one session of two (benchmarks/results/models.md). A large
/// model gains less, and its weights would be there twice.
/// </remarks>
internal static class ReplicaRule
{
    /// <summary>All copies of the weights together stay below this.</summary>
    public const long MaxBytes = 64 << 20;

    private const int MaxReplicas = 8;

    public static int Of(ModelOptions options)
    {
        if (options.Replicas > 0)
        {
            return options.Replicas;
        }

        var calls = Environment.ProcessorCount / Math.Max(1, options.Threads);
        return calls < 2 || options.ModelFolders.Any(folder => ModelPlaces.Find(folder.Value) is null) || !AreOnProcessor(options)
            ? 1
            : (int)Math.Clamp(MaxBytes / Math.Max(1, BytesOf(options)), 1, Math.Min(calls, MaxReplicas));
    }

    // A device or folder that cannot be used is said when the model is loaded.
    private static bool AreOnProcessor(ModelOptions options)
    {
        try
        {
            return options.Devices.All(device => Accelerator.Resolve(device) == ModelDevice.Cpu);
        }
        catch (BadInputException)
        {
            return false;
        }
    }

    private static long BytesOf(ModelOptions options)
    {
        try
        {
            return options.ModelFolders.Sum(folder => ModelFolder.Open(ModelPlaces.Find(folder.Value)!, options.Dtype).GraphBytes);
        }
        catch (BadInputException)
        {
            return MaxBytes;
        }
    }
}
