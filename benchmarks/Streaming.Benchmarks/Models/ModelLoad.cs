using Microsoft.ML.OnnxRuntime;
using Streaming.Benchmarks.Comparisons;
using Streaming.Benchmarks.Corpora;
using Streaming.Models.Folders;
using Streaming.Models.Sessions;

namespace Streaming.Benchmarks.Models;

/// <summary>How long a graph takes until it can be called: as it was exported, and from the cache of optimised graphs.</summary>
internal static class ModelLoad
{
    /// <summary>Arguments: an ONNX file, rounds (10).</summary>
    public static async Task RunAsync(string[] arguments)
    {
        if (arguments.Length == 0 || !File.Exists(arguments[0]))
        {
            throw new InvalidOperationException("Name an ONNX file.");
        }

        var graph = GraphFile.Of(Path.GetFullPath(arguments[0]));
        var cache = new GraphCache(Workspace.Fresh("graph-cache"), TimeProvider.System);
        Console.WriteLine($"{Path.GetFileName(graph.Path)}, {new FileInfo(graph.Path).Length / 1e6:F1} MB, ONNX Runtime {OrtEnv.Instance().GetVersionString()}; files are in the page cache.\n");
        await new Contest(Argument.At(arguments, 1, 10))
            .Add("as it was exported", () => Task.Run(() => Plain(graph).Dispose()))
            .Add("from the cache", () => Task.Run(() => cache.Load(graph, ModelDevice.Cpu, Options).Dispose()))
            .RunAsync(1, "sessions");
    }

    private static InferenceSession Plain(GraphFile graph)
    {
        using var options = Options();
        return new InferenceSession(graph.Path, options);
    }

    private static SessionOptions Options() => Accelerator.OptionsFor(ModelDevice.Cpu, 1);
}
