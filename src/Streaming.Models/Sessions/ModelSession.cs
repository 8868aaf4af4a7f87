using Streaming.Models.Encoders;
using Streaming.Models.Folders;
using Streaming.Operators;

namespace Streaming.Models.Sessions;

/// <summary>A model, loaded once for a folder, a device and a precision; what uses it is made from it and may be used from any thread until it is disposed of.</summary>
public sealed class ModelSession : IDisposable
{
    private readonly Dictionary<string, GraphSession> _graphs = new(StringComparer.Ordinal);
    private readonly SessionSettings _settings;
    private readonly Lazy<string> _digest;

    private ModelSession(ModelFolder folder, SessionSettings settings)
    {
        Folder = folder;
        _settings = settings;
        _digest = new Lazy<string>(() => ModelDigest.Of(folder.FullPath, _graphs.Values.Select(graph => graph.FilePath)));
        Device = Accelerator.Resolve(settings.Device);
        if (settings.Device.Kind == "auto" && Device.Kind == "cpu")
        {
            FellBack = true;
        }
    }

    /// <summary>The folder that it is from.</summary>
    public ModelFolder Folder { get; }

    /// <summary>What it does.</summary>
    public ModelFamily Family { get; private set; }

    /// <summary>Where it runs.</summary>
    public ModelDevice Device { get; }

    /// <summary>Whether <c>auto</c> came down to the processor.</summary>
    public bool FellBack { get; }

    /// <summary>The fingerprint of everything that decides its results: 128 bits in hex.</summary>
    public string Digest => _digest.Value;

    internal IEnumerable<GraphSession> Graphs => _graphs.Values;

    /// <summary>Loads a model.</summary>
    /// <exception cref="BadInputException">The folder, a file of it, or the device cannot be used; the message names it and says what to do.</exception>
    public static ModelSession Load(string folder, SessionSettings? settings = null)
    {
        var given = settings ?? new SessionSettings();
        var session = new ModelSession(ModelFolder.Open(folder, given.Dtype), given);
        try
        {
            session.Open();
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>The model as a text classifier.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public TextClassifier AsTextClassifier() => As(ModelFamily.TextClassifier, () => new TextClassifier(Folder, Main));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var graph in _graphs.Values)
        {
            graph.Dispose();
        }

        _graphs.Clear();
    }

    private GraphSession Main => _graphs["model"];

    private void Open()
    {
        var files = Folder.Graphs;
        if (files.FirstOf("model") is null)
        {
            throw BadModel.Because(
                Folder.FullPath,
                $"its graphs are of an unknown kind: {string.Join(", ", files.Roles)}",
                $"Expected are model.onnx, encoder_model.onnx with decoder_model*.onnx, or text_model.onnx with vision_model.onnx. Supported are {ModelFamilies.Supported}.");
        }

        Family = ModelFamilies.Of(Graph("model"), Folder.Config);
    }

    private GraphSession Graph(string role)
    {
        if (!_graphs.TryGetValue(role, out var graph))
        {
            _graphs[role] = graph = GraphSession.Open(Folder.Graphs.Of(role), Device, _settings.ThreadsPerCall);
        }

        return graph;
    }

    private T As<T>(ModelFamily family, Func<T> make) => Family == family
        ? make()
        : throw BadModel.Because(Folder.FullPath, $"it is of the family {Family} ({Folder.Config.ModelType}), but {family} is what is asked for", "Name another model.");
}
