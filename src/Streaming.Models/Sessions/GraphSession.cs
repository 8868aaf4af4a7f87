using Microsoft.ML.OnnxRuntime;
using Streaming.Models.Folders;
using Streaming.Operators;

namespace Streaming.Models.Sessions;

/// <summary>One loaded graph. Calls may come from several threads.</summary>
internal sealed class GraphSession : IDisposable
{
    private readonly GraphFile _file;
    private readonly InferenceSession _session;

    private GraphSession(GraphFile file, InferenceSession session)
    {
        _file = file;
        _session = session;
        Inputs = session.InputMetadata.ToDictionary(pair => pair.Key, pair => GraphPort.Of(pair.Key, pair.Value), StringComparer.Ordinal);
        Outputs = session.OutputMetadata.ToDictionary(pair => pair.Key, pair => GraphPort.Of(pair.Key, pair.Value), StringComparer.Ordinal);
        OutputNames = [.. session.OutputMetadata.Keys];
    }

    public string Role => _file.Role;

    public string FilePath => _file.Path;

    public IReadOnlyDictionary<string, GraphPort> Inputs { get; }

    public IReadOnlyDictionary<string, GraphPort> Outputs { get; }

    public IReadOnlyList<string> OutputNames { get; }

    /// <summary>Loads a graph.</summary>
    /// <param name="file">The graph.</param>
    /// <param name="device">Where it runs, resolved.</param>
    /// <param name="settings">Threads of a call, and where optimised graphs are kept.</param>
    /// <exception cref="BadInputException">The file is broken, or from a newer ONNX, or a part of it is missing.</exception>
    public static GraphSession Open(GraphFile file, ModelDevice device, SessionSettings settings)
    {
        SessionOptions Options() => Accelerator.OptionsFor(device, settings.ThreadsPerCall);
        try
        {
            if (settings.GraphCache.Length > 0 && GraphCache.Serves(device))
            {
                return new GraphSession(file, new GraphCache(settings.GraphCache, TimeProvider.System).Load(file, device, Options));
            }

            using var options = Options();
            return new GraphSession(file, new InferenceSession(file.Path, options));
        }
        catch (OnnxRuntimeException e)
        {
            throw BadModel.Because(file.Path, $"ONNX Runtime {OrtEnv.Instance().GetVersionString()} cannot load it: {FirstLine(e.Message)}", WhatToDo(e.Message), e);
        }
    }

    public GraphInputs NewInputs() => new(this);

    /// <summary>Calls the graph.</summary>
    /// <param name="inputs">Every input that it has.</param>
    /// <param name="outputs">The outputs that are wanted; all of them if none is named.</param>
    /// <exception cref="OnnxRuntimeException">The call failed.</exception>
    public GraphResult Run(GraphInputs inputs, params IReadOnlyList<string> outputs)
    {
        var missing = Inputs.Keys.Except(inputs.Names).FirstOrDefault();
        if (missing is not null)
        {
            throw Unsupported($"its input '{missing}' is not among those that are known");
        }

        var wanted = outputs.Count == 0 ? OutputNames : outputs;
        using var options = new RunOptions();
        return new GraphResult(wanted, [.. _session.Run(options, inputs.Names, inputs.Values, wanted)]);
    }

    /// <summary>The error of a graph that nothing here can feed.</summary>
    public BadInputException Unsupported(string why) => BadModel.Because(
        FilePath,
        $"{why}. Its inputs: {string.Join("; ", Inputs.Values)}. Its outputs: {string.Join("; ", Outputs.Values)}",
        $"Supported are {ModelFamilies.Supported}.");

    public BadInputException Wrong(GraphPort port, string given) => Unsupported($"its input '{port.Name}' is of type {port.Type}, but {given} are what there is");

    public void Dispose() => _session.Dispose();

    private static string FirstLine(string message) => message.ReplaceLineEndings("\n").Split('\n')[0];

    private static string WhatToDo(string message) =>
        message.Contains("opset", StringComparison.OrdinalIgnoreCase) || message.Contains("IR version", StringComparison.OrdinalIgnoreCase)
            ? "Export it with an older operator set (optimum-cli export onnx --opset 18)."
            : message.Contains("external data", StringComparison.OrdinalIgnoreCase) || message.Contains("GetFileLength", StringComparison.Ordinal)
                ? "Fetch its external data file (*.onnx_data) too; it must lie beside the .onnx file under its own name."
                : "Fetch or export the file again.";
}
