using System.IO.Hashing;
using System.Runtime.Intrinsics;
using System.Text;
using Microsoft.ML.OnnxRuntime;
using Streaming.Models.Folders;

namespace Streaming.Models.Sessions;

/// <summary>
/// Optimised graphs on disk, so that the next session need not optimise them again. An entry is a folder with the graph and its weights, named by everything that decides what is in it: the graph's bytes, the
/// version of ONNX Runtime, the device and the processor's kind. An entry appears whole or not at all; one that cannot be read is made anew.
/// </summary>
/// <param name="folder">Where it lies; several processes may share it.</param>
/// <param name="time">Says when an entry was used.</param>
/// <param name="maxBytes">Beyond it the entries are deleted that were not used for longest.</param>
internal sealed class GraphCache(string folder, TimeProvider time, long maxBytes = GraphCache.DefaultMaxBytes)
{
    /// <summary>16 GiB.</summary>
    public const long DefaultMaxBytes = 16L << 30;

    private const string GraphName = "graph.onnx";
    private const string WeightsName = "graph.data";

    // Weights from this size on lie beside the graph: one ONNX file holds 2 GB at most.
    private const string SmallestWeights = "1024";

    /// <summary>Whether the graphs of a device can be kept: providers that compile graphs themselves have nothing to write down.</summary>
    public static bool Serves(ModelDevice device) => device.Kind is "cpu" or "cuda";

    /// <summary>Loads a graph, optimised before or now. A cache that cannot be written (a full disk) costs its use and nothing else.</summary>
    /// <param name="file">The graph as it was exported.</param>
    /// <param name="device">The device, resolved.</param>
    /// <param name="options">Makes the session's options.</param>
    /// <exception cref="OnnxRuntimeException">The graph cannot be loaded.</exception>
    public InferenceSession Load(GraphFile file, ModelDevice device, Func<SessionOptions> options)
    {
        var entry = Path.Combine(folder, KeyOf(file, device));
        return LoadKept(entry, options) ?? LoadAndKeep(file, entry, options) ?? Open(file.Path, options);
    }

    private InferenceSession? LoadKept(string entry, Func<SessionOptions> options)
    {
        if (!Directory.Exists(entry))
        {
            return null;
        }

        try
        {
            var session = Open(Path.Combine(entry, GraphName), options, plain => plain.GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL);
            Try(() => Directory.SetLastWriteTimeUtc(entry, time.GetUtcNow().UtcDateTime));
            return session;
        }
        catch (OnnxRuntimeException)
        {
            Try(() => Directory.Delete(entry, recursive: true));
            return null;
        }
    }

    // Null where it could not be written down, or not be loaded at all: then loading it without a cache says why.
    private InferenceSession? LoadAndKeep(GraphFile file, string entry, Func<SessionOptions> options)
    {
        var unfinished = $"{entry}.{Guid.NewGuid():N}";
        if (!Try(() => Directory.CreateDirectory(unfinished)))
        {
            return null;
        }

        try
        {
            var session = Open(file.Path, options, writing =>
            {
                writing.OptimizedModelFilePath = Path.Combine(unfinished, GraphName);
                writing.AddSessionConfigEntry("session.optimized_model_external_initializers_file_name", WeightsName);
                writing.AddSessionConfigEntry("session.optimized_model_external_initializers_min_size_in_bytes", SmallestWeights);
            });
            Try(() => Keep(unfinished, entry));
            return session;
        }
        catch (OnnxRuntimeException)
        {
            return null;
        }
        finally
        {
            Try(() => Directory.Delete(unfinished, recursive: true));
        }
    }

    private static InferenceSession Open(string path, Func<SessionOptions> options, Action<SessionOptions>? change = null)
    {
        using var given = options();
        change?.Invoke(given);
        return new InferenceSession(path, given);
    }

    // Another process may have been faster.
    private void Keep(string unfinished, string entry)
    {
        if (SizeOf(unfinished) <= maxBytes && !Directory.Exists(entry))
        {
            Directory.Move(unfinished, entry);
            Trim();
        }
    }

    private void Trim()
    {
        var left = maxBytes;
        foreach (var entry in Directory.GetDirectories(folder).OrderByDescending(Directory.GetLastWriteTimeUtc))
        {
            left -= SizeOf(entry);
            if (left < 0)
            {
                Try(() => Directory.Delete(entry, recursive: true));
            }
        }
    }

    private static long SizeOf(string entry) => new DirectoryInfo(entry).EnumerateFiles().Sum(file => file.Length);

    // What goes wrong with the cache itself is no reason to stop.
    private static bool Try(Action act)
    {
        try
        {
            act();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string KeyOf(GraphFile file, ModelDevice device)
    {
        var from = $"{ModelDigest.Of(Path.GetDirectoryName(file.Path)!, [file.Path])} {OrtEnv.Instance().GetVersionString()} {device.Kind} {Vector512.IsHardwareAccelerated} {Vector256.IsHardwareAccelerated} {System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture}";
        return Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(from)));
    }
}
